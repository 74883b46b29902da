#!/usr/bin/env bash
# Builds every image from this checkout with buildah, without pulling any: the base comes from debootstrap and from the
# Node.js of this machine. Leaves docker archives in the folder given, for run.sh. Needs root, buildah and debootstrap.
#
#   test/images/build.sh FOLDER
set -euo pipefail
folder=$(realpath --canonicalize-missing "$1")
cd "$(dirname "$0")/../.."
mkdir -p "$folder"
# Where packages come from may be known to this machine alone.
authorities=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}

if [ ! -x "$folder/root/usr/bin/node" ]; then
  debootstrap --variant=minbase --include=libstdc++6,ca-certificates bookworm "$folder/root"
  cp "$(command -v node)" "$folder/root/usr/bin/"
  mkdir -p "$folder/root/usr/lib/node_modules"
  cp -a "$(npm root --global)/npm" "$folder/root/usr/lib/node_modules/"
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$folder/root/usr/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$folder/root/usr/bin/npx"
fi
if ! buildah inspect --type image push-jobs-test/base > "$folder/buildah.log" 2>&1; then
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$folder/root" /
  buildah config --env PATH=/usr/local/bin:/usr/bin:/bin "$container"
  buildah commit --quiet "$container" push-jobs-test/base
  buildah copy --quiet "$container" "$authorities" /etc/build-authorities.crt
  buildah config --env NODE_EXTRA_CA_CERTS=/etc/build-authorities.crt "$container"
  buildah commit --quiet --rm "$container" push-jobs-test/build-base
fi

for app in gateway broker orchestrator output feed agent cli; do
  buildah bud --isolation chroot --layers --pull-never \
    --build-arg BUILD_BASE=localhost/push-jobs-test/build-base --build-arg BASE=localhost/push-jobs-test/base \
    --build-arg APP="$app" --build-arg REVISION="$(git rev-parse HEAD 2> "$folder/git.log" || echo unknown)" \
    --file deploy/Dockerfile --tag "push-jobs/$app:dev" .
  rm -f "$folder/$app.tar"
  buildah push --quiet "push-jobs/$app:dev" "docker-archive:$folder/$app.tar:push-jobs/$app:dev"
done
