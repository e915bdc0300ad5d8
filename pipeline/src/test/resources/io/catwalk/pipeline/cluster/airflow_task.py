"""usage: airflow_task.py DAG.py

Runs the tasks of a DAG as Airflow's BashOperator does: in the folder that the task names, or one that is deleted afterwards; by bash
-c; in an environment of the worker's and the task's. Prints each task's state; the last line of its output is its result.
"""

import datetime
import os
import shutil
import subprocess
import sys
import tempfile
import types

tasks = []


class DAG:
    def __init__(
        self, dag_id, description="", schedule=None, start_date=None, catchup=True, max_active_runs=16, tags=()
    ):
        assert isinstance(start_date, datetime.datetime), start_date
        assert len(schedule.split()) == 5, schedule

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


class BashOperator:
    def __init__(
        self,
        *,
        task_id,
        bash_command,
        env=None,
        append_env=False,
        output_encoding="utf-8",
        skip_on_exit_code=99,
        cwd=None,
        retries=0,
        retry_delay=None,
        execution_timeout=None,
    ):
        self.task_id = task_id
        self.bash_command = bash_command
        self.env = env
        self.append_env = append_env
        self.skip_on_exit_code = skip_on_exit_code
        self.cwd = cwd
        tasks.append(self)

    def environment(self):
        if self.env is None:
            return dict(os.environ)
        return {**(os.environ if self.append_env else {}), **self.env}

    def state(self):
        if self.cwd is not None and not os.path.isdir(self.cwd):
            return f"failed: the cwd {self.cwd} is no folder"
        with tempfile.TemporaryDirectory(prefix="airflowtmp") as own:
            done = subprocess.run(
                [shutil.which("bash") or "bash", "-c", self.bash_command],
                cwd=self.cwd or own,
                env=self.environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        print(done.stdout.decode("utf-8"))
        if done.returncode == self.skip_on_exit_code:
            return "skipped"
        return "failed" if done.returncode else "success"


def main(path):
    airflow, operators, bash = (types.ModuleType(name) for name in ("airflow", "airflow.operators", "airflow.operators.bash"))
    airflow.DAG, bash.BashOperator = DAG, BashOperator
    sys.modules.update({module.__name__: module for module in (airflow, operators, bash)})
    exec(compile(open(path, encoding="utf-8").read(), path, "exec"), {"__name__": "dag"})
    for task in tasks:
        print(f"{task.task_id}: {task.state()}")


main(sys.argv[1])
