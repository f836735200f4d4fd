"""Run a command and watch every process of its tree."""

import subprocess
import sys
import time
from dataclasses import dataclass, field

import psutil

EVERY_SECONDS = 0.1


@dataclass
class Measured:
    """What a command took: seconds by the clock and of all its processes, the peak resident set of each in MB, its output.

    Ratios of processor seconds hold on a machine that others use too, ratios by the clock do not.
    """

    seconds: float
    cpu: float
    peaks: dict[str, float] = field(default_factory=dict)
    output: str = ""

    @property
    def largest(self):
        """The highest peak of all processes, MB."""
        return max(self.peaks.values(), default=0.0)


def run_watched(command, *, environment=None):
    """Run a command to its end; raises RuntimeError with its output when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    root, peaks, spent = psutil.Process(process.pid), {}, {}
    while True:
        _sample(root, peaks, spent)
        try:
            output, errors = process.communicate(timeout=EVERY_SECONDS)
            break
        except subprocess.TimeoutExpired:
            continue
    seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command[:6]))}: exit code {process.returncode}\n{errors[-2000:]}")
    return Measured(seconds, sum(spent.values()), peaks, output + errors)


def python(*arguments):
    """A command that runs this interpreter."""
    return [sys.executable, *map(str, arguments)]


def _sample(root, peaks, spent):
    """Note peaks and processor seconds of all processes; those of forked workers reach no parent that is waited for."""
    try:
        processes = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for number, process in enumerate(processes):
        try:
            megabytes = process.memory_info().rss / 1e6
            times = process.cpu_times()
            name = f"{process.pid} {_role(process.cmdline(), is_root=number == 0)}"
        except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
            continue
        peaks[name] = max(peaks.get(name, 0.0), megabytes)
        spent[process.pid] = times.user + times.system


def _role(command, *, is_root):
    line = " ".join(command)
    kinds = {"forkserver": "worker", "resource_tracker": "tracker", "flows.server": "server", "prefect": "server"}
    return "run" if is_root else next((kind for mark, kind in kinds.items() if mark in line), "other")
