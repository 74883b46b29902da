#!/usr/bin/env bash
# Builds images of build.sh a second time, from a clone and with nothing left over from the first time, and says what differs.
# The folder should hold the build of one commit alone: where files are the same, buildah's cache gives the layer of an earlier
# commit, with its times.
#
#   test/images/reproduce.sh FOLDER [IMAGE...]
set -euo pipefail
folder=$(realpath "$1")
cd "$(dirname "$0")/../.."
images=("${@:2}")
[ ${#images[@]} -gt 0 ] || images=(gateway broker orchestrator output feed agent cli)
again=$folder/again
differing=0

# Every layer of an image above its base by its digest, and every file: rights, owner, time, place and content.
listing() {
  local content
  content=$(mktemp --directory --tmpdir="$again")
  mkdir "$content/files"
  tar --extract --file "$1" --directory "$content"
  for layer in $(node -p "JSON.parse(fs.readFileSync('$content/manifest.json'))[0].Layers.slice(1).join(' ')"); do
    echo "$layer"
    tar --list --verbose --full-time --numeric-owner --file "$content/$layer"
    tar --extract --file "$content/$layer" --directory "$content/files"
  done
  (cd "$content/files" && find . -type f -exec sha256sum {} + | sort --key 2)
  rm -rf "$content"
}

rm -rf "$again"
mkdir -p "$again"
git clone --quiet . "$again/checkout"
cp -a --reflink=auto "$folder/root" "$again/"
"$again/checkout/test/images/build.sh" "$again" "${images[@]}" > "$again/build.log" 2>&1
for image in "${images[@]}"; do
  archive=push-jobs-$image-dev.tar
  if diff <(listing "$folder/$archive") <(listing "$again/$archive") > "$folder/$image.diff"; then
    echo "ok      $image is the same"
  else
    differing=$((differing + 1))
    echo "FAILED  $image: $(grep --count '^[<>]' "$folder/$image.diff") lines differ, see $folder/$image.diff"
  fi
done
[ "$differing" = 0 ]
