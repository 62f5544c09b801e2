"""Run a command and print the peak memory, in KiB, of its largest process.

This is a separate small program because a process starts with the memory of the process that starts it.
"""

import resource
import subprocess
import sys

subprocess.run(sys.argv[1:], check=False, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
