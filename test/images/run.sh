#!/usr/bin/env bash
# Runs the images of build.sh as containers, and a job across them. Starts a Docker engine of its own in namespaces of its
# own, where nothing of this machine's network is touched, and ends it. Postgres and Redis are this machine's programs.
# Needs root, dockerd, Postgres and redis-server.
#
#   test/images/run.sh FOLDER
set -euo pipefail
if [ "${IN_NAMESPACE:-}" = '' ]; then exec env IN_NAMESPACE=yes unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@"; fi
folder=$(realpath "$1")
prepare=$(realpath "$(dirname "$0")/../../helm/push-jobs/files")
SUBNET=172.30.0
GRACE_SECONDS=30
passed=0
failed=0

main() {
  start_engine
  start_backends
  docker volume create nodes > /dev/null
  run migrate orchestrator "${DATABASE[@]}" -- dist/admin.js migrate
  start_services
  run prepare orchestrator --volume nodes:/var/lib/push-jobs --volume "$prepare:/prepare:ro" -- \
    /prepare/prepare-nodes.mjs /var/lib/push-jobs http://gateway:10003 desk node-1 node-2 node-3
  run declare orchestrator "${DATABASE[@]}" --volume nodes:/var/lib/push-jobs -- \
    dist/admin.js apply /var/lib/push-jobs/directory.json
  for node in node-1 node-2 node-3; do
    serve "$node" agent --volume nodes:/var/lib/push-jobs --tmpfs /tmp -- dist/main.js --config "/var/lib/push-jobs/$node.toml"
  done
  check 'a job completes across containers' eventually job hello
  for service in "${SERVICES[@]}" node-1; do check "$service is read-only, without rights, and not root" is_confined "$service"; done
  survive_stops
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
}

SERVICES=(output orchestrator broker feed gateway)
DATABASE=(--env "DATABASE_URL=postgresql://postgres@$SUBNET.1:15432/postgres")
REDIS=(--env "REDIS_URL=redis://$SUBNET.1:16379")
GRPC=(--env GRPC_PORT=50051)
HEARTBEAT=(--env HEARTBEAT_INTERVAL_SECONDS=1)
ORCHESTRATOR=(--env ORCHESTRATOR_ADDRESS=orchestrator:50051)

start_services() {
  serve output output "${DATABASE[@]}" "${GRPC[@]}" --
  serve orchestrator orchestrator "${DATABASE[@]}" "${REDIS[@]}" "${GRPC[@]}" "${HEARTBEAT[@]}" --env OUTPUT_ADDRESS=output:50051 --
  serve broker broker "${DATABASE[@]}" "${REDIS[@]}" "${GRPC[@]}" "${HEARTBEAT[@]}" --env ADVERTISED_GRPC_ADDRESS=broker:50051 \
    --env ORCHESTRATOR_ADDRESSES=orchestrator:50051 --env PUBLIC_HOST=broker \
    --env "SEALING_KEY=$(head -c 32 /dev/zero | base64)" --
  serve feed feed "${DATABASE[@]}" "${REDIS[@]}" "${ORCHESTRATOR[@]}" --
  serve gateway gateway "${ORCHESTRATOR[@]}" --env BROKER_ADDRESS=broker:50051 --env OUTPUT_ADDRESS=output:50051 \
    --env FEED_URL=http://feed:10004 --
  for service in "${SERVICES[@]}"; do check "$service becomes ready" eventually is_ready "$service"; done
}

# Each service is stopped and started again while a job runs on all nodes; the job must not notice.
survive_stops() {
  job wait > "$folder/wait.log" 2>&1 &
  local waiting=$!
  eventually grep --quiet running "$folder/wait.log" || true
  for service in "${SERVICES[@]}"; do
    check "$service stops by itself within its grace period" stops "$service"
    docker start "$service" > /dev/null
    check "$service becomes ready again" eventually is_ready "$service"
  done
  check 'the job that ran meanwhile has completed' wait "$waiting"
  check 'the next job completes' eventually job hello
}

# NAME IMAGE OPTION... -- ARGUMENT...
serve() { contain --detach --name "$1" --env OPERATIONS_PORT=9090 "${@:3}" "$2" > /dev/null; }
run() { contain --rm --name "$1" "${@:3}" "$2"; }
contain() {
  local image=${*: -1} options=() arguments=()
  set -- "${@:1:$#-1}"
  while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1") && shift; done
  arguments=("${@:2}")
  docker run --network push-jobs --read-only --cap-drop ALL --security-opt no-new-privileges --stop-timeout "$GRACE_SECONDS" \
    "${options[@]}" "push-jobs/$image:dev" "${arguments[@]}"
}

job() {
  run "job-$RANDOM" cli --volume nodes:/var/lib/push-jobs -- \
    dist/main.js --config /var/lib/push-jobs/credentials job start "$1" node-1 node-2 node-3 --capture
}

is_ready() { docker exec "$1" node -e "fetch('http://127.0.0.1:9090/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"; }

is_confined() {
  docker exec "$1" node -e "
    const { readFileSync, writeFileSync } = require('node:fs');
    const status = readFileSync('/proc/self/status', 'utf8');
    let refused = false;
    try { writeFileSync('/app/x', '') } catch ({ code }) { refused = code === 'EROFS' }
    const confined = process.getuid() === 65532 && /^CapEff:\s0+$/m.test(status) && /^NoNewPrivs:\s1$/m.test(status);
    process.exit(refused && confined ? 0 : 1)"
}

# Ended by itself: 143 and 137 would be signals.
stops() {
  docker stop "$1" > /dev/null
  [ "$(docker inspect --format '{{.State.ExitCode}}' "$1")" = 0 ]
}

eventually() {
  for _ in $(seq 60); do if "$@"; then return; fi; sleep 1; done
  return 1
}

check() {
  if "${@:2}" >> "$folder/run.log" 2>&1; then passed=$((passed + 1)) && echo "ok      $1"; else failed=$((failed + 1)) && echo "FAILED  $1"; fi
}

start_engine() {
  mount -t tmpfs tmpfs /run
  ip link set lo up
  export DOCKER_HOST="unix:///run/docker.sock"
  dockerd --host "$DOCKER_HOST" --data-root "$folder/docker" --exec-root /run/docker > "$folder/dockerd.log" 2>&1 &
  eventually docker info > /dev/null 2>&1
  for archive in "$folder"/*.tar; do docker load --quiet --input "$archive"; done
  docker network create --subnet "$SUBNET.0/24" --gateway "$SUBNET.1" push-jobs > /dev/null
}

start_backends() {
  local bin data=$folder/postgres
  bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/postgres | tail -1)")
  rm -rf "$data" && install --directory --owner postgres "$data"
  as_postgres() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
  as_postgres "$bin/initdb" --pgdata "$data" --auth trust > "$folder/initdb.log"
  echo "host all all $SUBNET.0/24 trust" >> "$data/pg_hba.conf"
  as_postgres "$bin/postgres" -D "$data" -h "$SUBNET.1" -p 15432 -k "$data" -c fsync=off > "$folder/postgres.log" 2>&1 &
  redis-server --bind "$SUBNET.1" --port 16379 --protected-mode no --save '' --dir "$folder" > "$folder/redis.log" &
  eventually as_postgres "$bin/pg_isready" --quiet --host "$SUBNET.1" --port 15432
}

main
