"""Learn all that is learned, in the order in which one part needs another: python -m tests.train [--measure FOLDER ...].

Some minutes. Each part is a module of its own (`python -m tests.train.gates --help` tells more), is learned from the coded
articles of this project alone, and comes out the same bit for bit each time. Run it again whenever patterns, what mentions
read or coded articles change.
"""

import subprocess
import sys

# what is wanted is cut into things wanted before it is judged; answers and mediators are those of rows that stand
PARTS = ("cuts", "gates", "asked", "replies", "exchanges")

for part in PARTS:
    print(f"--- {part}", flush=True)
    subprocess.run([sys.executable, "-m", f"tests.train.{part}", *sys.argv[1:]], check=True)
