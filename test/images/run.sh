#!/usr/bin/env bash
# Runs the images of build.sh as containers of one network, with Postgres, Redis and three nodes, and jobs across them, while
# each service is stopped once. Needs root, dockerd and docker; exit code 77 says that no engine can be started here.
#
#   test/images/run.sh FOLDER
set -euo pipefail
source "$(dirname "$0")/needs.sh"
source "$(dirname "$0")/engine.sh"
needs dockerd docker unshare ip
enter_namespaces "$@"
folder=$(realpath "$1")
prepare=$(realpath "$(dirname "$0")/../../helm/push-jobs/files")
GRACE_SECONDS=30
APPS=(gateway broker orchestrator output feed agent cli)
SERVICES=(output orchestrator broker feed gateway)
NODES=(node-1 node-2 node-3)
DATABASE=(--env DATABASE_URL=postgresql://push_jobs:desk-only@postgres:5432/push_jobs)
REDIS=(--env REDIS_URL=redis://redis:6379)
GRPC=(--env GRPC_PORT=50051)
HEARTBEAT=(--env HEARTBEAT_INTERVAL_SECONDS=5)
ORCHESTRATOR=(--env ORCHESTRATOR_ADDRESS=orchestrator:50051)
FILES=(--volume nodes:/var/lib/push-jobs)
figures=()

main() {
  : > "$folder/run.log"
  start_engine "$folder"
  docker network create push-jobs > /dev/null
  for app in "${APPS[@]}"; do check "the image of $app names what is in it" has_parts_list "$app"; done
  start_backends
  run migrate orchestrator "${DATABASE[@]}" -- dist/admin.js migrate
  start_services
  run prepare orchestrator "${FILES[@]}" --volume "$prepare:/prepare:ro" -- \
    /prepare/prepare-nodes.mjs /var/lib/push-jobs http://gateway:10003 desk "${NODES[@]}"
  run declare orchestrator "${DATABASE[@]}" "${FILES[@]}" -- dist/admin.js apply /var/lib/push-jobs/directory.json
  for node in "${NODES[@]}"; do
    serve "$node" agent "${FILES[@]}" --tmpfs /tmp -- dist/main.js --config "/var/lib/push-jobs/$node.toml"
  done
  check 'a job completes across containers' eventually job hello
  for service in "${SERVICES[@]}" node-1; do check "$service is read-only, without rights, and not root" is_confined "$service"; done
  survive_stops
  printf '%s\n' "${figures[@]}"
  conclude
}

start_backends() {
  docker run --detach --name postgres --network push-jobs --env POSTGRES_USER=push_jobs --env POSTGRES_DB=push_jobs \
    --env POSTGRES_PASSWORD=desk-only push-jobs-test/postgres:dev > /dev/null
  docker run --detach --name redis --network push-jobs push-jobs-test/redis:dev > /dev/null
  check 'Postgres becomes ready' eventually docker exec postgres pg_isready --host=127.0.0.1 --username=push_jobs
  check 'Redis becomes ready' eventually docker exec redis redis-cli ping
}

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

# Each service is stopped and started again while a job runs on all nodes. That job must come to the same events as one that
# nobody disturbed: none is lost, none comes twice.
survive_stops() {
  local job
  job=$(start_job)
  check 'a job that nobody disturbs completes' eventually is_complete "$job"
  story "$job" > "$folder/undisturbed.txt"
  for service in "${SERVICES[@]}"; do
    job=$(start_job)
    check "a job runs on all nodes before $service stops" eventually runs_everywhere "$job"
    check "$service stops by itself within its grace period" stops "$service"
    docker start "$service" > /dev/null
    check "$service becomes ready again" eventually is_ready "$service"
    check 'the job that ran meanwhile completes' eventually is_complete "$job"
    check 'it has the same events as the undisturbed one' same_story "$job"
  done
  check 'a node stops by itself within its grace period' stops node-1
  docker start node-1 > /dev/null
  check 'the next job completes on all nodes' eventually job hello
  check 'no feed has a gap' [ "$(sql 'select count(*) from (select from job_event group by job_id having max(number) <> count(*)) gaps')" = 0 ]
  figures+=("$(sql 'select count(*) from job') jobs, $(sql 'select count(*) from job_event') events")
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

# COMMAND OPTION...
job() { cli job start "$1" "${NODES[@]}" --capture "${@:2}"; }
start_job() { cli --json job start wait "${NODES[@]}" --nowait | sed -n 's/.*"id":"\([0-9a-f]*\)".*/\1/p'; }
cli() { run "cli-$RANDOM" cli "${FILES[@]}" -- dist/main.js --config /var/lib/push-jobs/credentials "$@"; }

sql() { docker exec postgres psql --host=/run/postgresql --username=push_jobs --tuples-only --no-align --command="$1" push_jobs; }
runs_everywhere() { [ "$(sql "select count(*) from job_node where job_id = '$1' and status = 'running'")" = "${#NODES[@]}" ]; }
is_complete() { [ "$(sql "select status from job where id = '$1'")" = complete ]; }
# How often which event came, and what became of the nodes.
story() {
  sql "select event, count(*) from job_event where job_id = '$1' group by event order by event"
  sql "select node, status from job_node where job_id = '$1' order by node"
}
same_story() { diff "$folder/undisturbed.txt" <(story "$1"); }

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

has_parts_list() {
  local bytes own parts
  bytes=$(docker image inspect --format '{{.Size}}' "push-jobs/$1:dev")
  # The last layer listed is the base.
  own=$(docker history --human=false --format '{{.Size}}' "push-jobs/$1:dev" | head -n -1 | awk '{ sum += $1 } END { print sum }')
  parts=$(docker run --rm "push-jobs/$1:dev" -p "JSON.parse(fs.readFileSync('/app/sbom.cdx.json')).components.length")
  figures+=("image of $1: $((bytes / 1000000)) MB, $((own / 1000000)) MB of them its own; $parts parts in its list")
  [ "$parts" -gt 0 ]
}

# Ended by itself: 143 and 137 would be signals.
stops() {
  local before=${EPOCHREALTIME/./}
  docker stop "$1" > /dev/null
  figures+=("$1 stopped within $(((${EPOCHREALTIME/./} - before) / 1000)) ms")
  [ "$(docker inspect --format '{{.State.ExitCode}}' "$1")" = 0 ]
}

main
