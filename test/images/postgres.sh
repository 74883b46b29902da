#!/bin/bash
# Makes the database in an empty volume, as the official image does, and serves it.
set -euo pipefail
PATH=$(dirname /usr/lib/postgresql/*/bin/postgres):$PATH
export PGDATA=${PGDATA:-/var/lib/postgresql/data}
if [ ! -e "$PGDATA/PG_VERSION" ]; then
  initdb --auth-local trust --auth-host scram-sha-256 --username "$POSTGRES_USER" --pwfile <(echo "$POSTGRES_PASSWORD") > /dev/null
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  pg_ctl --wait --options '-h ""' start > /dev/null
  psql --host /run/postgresql --username "$POSTGRES_USER" --dbname postgres --command "create database \"$POSTGRES_DB\"" > /dev/null
  pg_ctl --wait stop > /dev/null
fi
# A volume's group may write to all of it once a kubelet has mounted it again, and then Postgres would not start.
chmod 700 "$PGDATA"
exec postgres -h '*'
