#!/bin/sh
# usage: installed.sh FOLDER COMMAND [ARGUMENT...]
#
# Runs a command, as root in a mount namespace of its own, on a machine where FOLDER/opt is installed as /opt/catwalk, read-only;
# there is a user catwalk, whose folders are below FOLDER/var; cron's tables are FOLDER/crontabs; and no locale is set for anybody.
set -eu
folder="$1"
if [ -z "${CATWALK_APART:-}" ]; then CATWALK_APART=yes exec unshare --mount --propagation private "$0" "$@"; fi
unset CATWALK_APART
shift

# Besides what these folders hold already.
add_to() {
  mkdir -p "$folder/machine$1"
  mount --bind "$1" "$folder/machine$1"
  mount -t tmpfs -o mode=755 tmpfs "$1"
  for entry in "$folder/machine$1"/* "$folder/machine$1"/.[!.]*; do
    if [ -e "$entry" ]; then ln -s "$entry" "$1/"; fi
  done
}
add_to /opt
add_to /var/lib
add_to /var/log
rm -f /opt/catwalk /var/lib/catwalk /var/log/catwalk
mkdir /opt/catwalk /var/lib/catwalk /var/log/catwalk
mount --bind "$folder/opt" /opt/catwalk
mount -o remount,bind,ro /opt/catwalk
mount --bind "$folder/var/lib" /var/lib/catwalk
mount --bind "$folder/var/log" /var/log/catwalk

{ grep -v '^catwalk:' /etc/passwd; echo 'catwalk:*:64321:64321::/var/lib/catwalk:/bin/sh'; } >"$folder/passwd"
{ grep -v '^catwalk:' /etc/group; echo 'catwalk:*:64321:'; } >"$folder/group"
mount --bind "$folder/passwd" /etc/passwd
mount --bind "$folder/group" /etc/group
: >"$folder/nothing"
for settings in /etc/default/locale /etc/locale.conf /etc/environment /etc/crontab; do
  if [ -e "$settings" ]; then mount --bind "$folder/nothing" "$settings"; fi
done
if [ -d /etc/cron.d ]; then mount -t tmpfs tmpfs /etc/cron.d; fi
if [ -d /var/spool/cron/crontabs ]; then
  chown -R catwalk "$folder/crontabs"
  mount --bind "$folder/crontabs" /var/spool/cron/crontabs
fi
mount -t tmpfs tmpfs /run

# What cron mails.
cp -a /usr/sbin "$folder/sbin"
rm -f "$folder/sbin/sendmail"
printf '#!/bin/sh\nexec cat >>"%s/mail"\n' "$folder" >"$folder/sbin/sendmail"
chmod 755 "$folder/sbin/sendmail"
: >"$folder/mail"
chmod 666 "$folder/mail"
mount --bind "$folder/sbin" /usr/sbin

chown -R catwalk:catwalk /var/lib/catwalk /var/log/catwalk
exec "$@"
