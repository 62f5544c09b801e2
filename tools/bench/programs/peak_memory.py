"""Runs a command and prints the peak memory, in KiB, of the largest of its processes.

A program of its own, for a process begins with the memory of the one that started it: this one is small.
"""

import resource
import subprocess
import sys

subprocess.run(sys.argv[1:], check=False, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
