#!/usr/bin/env bash
# Brings up docker-compose.yml with the images of build.sh, and does what its first lines say. Needs root, dockerd, docker and
# docker-compose; exit code 77 says that no engine can be started here.
#
#   test/images/compose.sh FOLDER
set -euo pipefail
source "$(dirname "$0")/needs.sh"
source "$(dirname "$0")/engine.sh"
needs dockerd docker docker-compose unshare ip
enter_namespaces "$@"
folder=$(realpath "$1")
cd "$(dirname "$0")/../.."
: > "$folder/run.log"

compose() { docker-compose --file docker-compose.yml --file test/images/compose.override.yml "$@"; }
cli() { compose run --rm -T cli "$@"; }

start_engine "$folder"
check 'all services, Postgres, Redis and three nodes come up' compose up --no-build --detach
check 'a job completes on the three nodes' eventually cli job start hello node-1 node-2 node-3 --capture
check 'the nodes are shown' cli node status
check 'all of it goes down' compose down --volumes
conclude
