"""usage: systemd_start.py UNIT.service

Starts what a unit says as systemd would where systemd itself cannot run: with the environment, user, folders and limits of the unit
and nothing of the caller's. Ends with its exit code. A setting that it does not know is refused, so that none is left out.
"""

import os
import pwd
import shlex
import sys

OF_THE_SERVICE = {
    "Type": "oneshot",
    "KillSignal": "SIGTERM",
    "TimeoutStartSec": None,
    "TimeoutStopSec": None,
    "SuccessExitStatus": None,
    # Beside other tests, what yields to everybody would not run for minutes.
    "Nice": None,
    "IOSchedulingClass": None,
    "NoNewPrivileges": None,
    "PrivateTmp": None,
}


def settings(path):
    section, found = None, {}
    for line in open(path, encoding="utf-8"):
        line = line.strip()
        if line.startswith("["):
            section = line
        elif section == "[Service]" and line and line[0] not in "#;":
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def main(path):
    unit = settings(path)
    user = pwd.getpwnam(unit.pop("User")[0])
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": user.pw_dir,
        "LOGNAME": user.pw_name,
        "USER": user.pw_name,
        "SHELL": user.pw_shell,
    }
    for key, parent in (("StateDirectory", "/var/lib"), ("LogsDirectory", "/var/log")):
        for name in unit.pop(key, []):
            os.makedirs(f"{parent}/{name}", exist_ok=True)
            os.chown(f"{parent}/{name}", user.pw_uid, user.pw_gid)
            environment[{"StateDirectory": "STATE_DIRECTORY", "LogsDirectory": "LOGS_DIRECTORY"}[key]] = f"{parent}/{name}"
    for assignment in unit.pop("Environment", []):
        for word in shlex.split(assignment):
            name, value = word.split("=", 1)
            environment[name] = value
    for file in unit.pop("EnvironmentFile", []):
        assert file.startswith("-") and not os.path.exists(file[1:]), file
    folder = unit.pop("WorkingDirectory", ["/"])[0]
    (command,) = unit.pop("ExecStart")
    unknown = set(unit) - set(OF_THE_SERVICE)
    assert not unknown, f"systemd_start.py does not know {sorted(unknown)}"
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.chdir(folder)
    words = shlex.split(command)
    os.execve(words[0], words, environment)


main(sys.argv[1])
