"""What is made of a request: its fixed file, its body, a new one."""
