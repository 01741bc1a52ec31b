"""What the scripts that write tables share: the command's answers, and files of rows."""
import csv
import json
import os
import subprocess
import sys


def asking(who, mantissa, results=(0,), ends=True):
    """A function that gives what the command prints as JSON; another exit code ends the script `who`, or gives None."""
    def run(*arguments):
        done = subprocess.run([mantissa, *arguments, "--json"], stdout=subprocess.PIPE, text=True)
        if done.returncode in results:
            return json.loads(done.stdout)
        problem = f"{who}: 'mantissa {' '.join(arguments)}' failed with exit code {done.returncode}"
        if ends:
            sys.exit(problem)
        print(problem, file=sys.stderr, flush=True)
        return None
    return run


def read(path):
    """The rows of a CSV file; none where it is not there."""
    if not os.path.exists(path):
        return []
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def write(path, columns, rows):
    """Puts all rows into a CSV file, or leaves it as it is; columns that a row lacks stay empty, and others are left out."""
    with open(path + ".new", "w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    os.replace(path + ".new", path)
