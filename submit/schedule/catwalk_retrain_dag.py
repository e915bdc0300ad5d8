"""Airflow (2.4 or newer): Catwalk's nightly retraining as a DAG. Copy it to the DAGs' folder and make the paths yours; the worker
needs Java 17, both folders below /var, and, for a cluster, its HADOOP_CONF_DIR.

The task ends green when the challenger was promoted, the champion kept or nothing was new; it is skipped when another retraining is
under way (exit code 5), and fails when a person must look (exit code 3). What a retry finds interrupted, it goes on with.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

CATWALK_HOME = "/opt/catwalk"
# Where relative paths begin, such as those of data.source and storage.root. Airflow's own choice is a folder that it deletes.
CATWALK_WORK = "/var/lib/catwalk"

with DAG(
    dag_id="catwalk_retrain",
    description="Retrain Catwalk's champion on what is new",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    # A missed night is not made up for: the next one sees all that is new.
    catchup=False,
    max_active_runs=1,
    tags=["catwalk"],
) as dag:
    BashOperator(
        task_id="retrain",
        bash_command=(
            f"{CATWALK_HOME}/submit/retrain"
            f" --config {CATWALK_HOME}/conf/retrain-fashion-mnist.conf"
        ),
        cwd=CATWALK_WORK,
        env={
            "CATWALK_LOGS": "/var/log/catwalk",
            # "CATWALK_MASTER": "yarn",
            # "CATWALK_STORAGE": "hdfs:///catwalk",
            # "HADOOP_CONF_DIR": "/etc/hadoop/conf",
        },
        append_env=True,
        skip_on_exit_code=5,
        retries=2,
        retry_delay=timedelta(minutes=10),
        execution_timeout=timedelta(hours=8),
    )
