"""Runs the engines that editors judge a request with."""
