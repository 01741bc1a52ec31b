#!/bin/sh
# A search by a Slurm job array of three workers, in a cluster of this machine alone: slurm.sh MANTISSA FOLDER
# Needs root, slurm-wlm and munge (Debian); daemons listen on loopback and end with the script.
set -eu
mantissa=$(realpath "$1")
script=$(realpath "$(dirname "$0")/../Examples/search/cluster.slurm")
for program in munged slurmctld slurmd sbatch; do
  command -v $program >/dev/null || { echo "slurm: $program is missing; apt-get install slurm-wlm munge"; exit 3; }
done
[ "$(id -u)" = 0 ] || { echo "slurm: the daemons are started by root"; exit 3; }
rm -rf "$2" && mkdir -p "$2" && cd "$2"
folder=$PWD
python=${MANTISSA_PYTHON:-$(realpath "$(dirname "$script")/../..")/.build/training/bin/python3}

# Munge takes no key and no socket below folders that others can write.
secret=$(mktemp -d) && chmod 755 "$secret"
stop() {
  for name in slurmd slurmctld munged; do
    [ ! -f "$folder/$name.pid" ] || kill "$(cat "$folder/$name.pid")" 2>/dev/null || true
  done
  rm -rf "$secret"
}
trap stop EXIT
dd if=/dev/urandom of="$secret/key" bs=1024 count=1 2>/dev/null && chmod 400 "$secret/key"
munged --force --key-file="$secret/key" --socket="$secret/socket" --pid-file="$folder/munged.pid" \
  --log-file="$folder/munged.log" --seed-file="$secret/seed"

port=$((20000 + $$ % 10000))
cat > slurm.conf <<CONF
ClusterName=mantissa
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
SlurmdSpoolDir=$folder/spool
StateSaveLocation=$folder/state
AuthInfo=socket=$secret/socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:4
CONF
mkdir -p spool state
export SLURM_CONF=$folder/slurm.conf
slurmctld && slurmd
for _ in $(seq 60); do sinfo -h -o %t 2>/dev/null | grep -q idle && break; sleep 0.5; done
sinfo

# Random images of three classes do for a search that only quantizes.
"$python" - <<'IMAGES'
import random, struct
random.seed(1)
labels = [random.randrange(3) for _ in range(120)]
with open("labels.idx", "wb") as file:
    file.write(struct.pack(">II", 0x801, 120) + bytes(labels))
with open("images.idx", "wb") as file:
    file.write(struct.pack(">IIII", 0x803, 120, 6, 6))
    file.write(bytes(random.randrange(80) + 150 * (p % 6 // 2 == l) for l in labels for p in range(36)))
IMAGES
export MANTISSA="$mantissa" MANTISSA_PYTHON="$python"
"$mantissa" network mlp:36-12-8-3 --image 6x6x1 -o net.onnx --force >/dev/null
search() {
  "$mantissa" search net.onnx --space words --objective asb --trials "$1" --no-training --images images.idx \
    --labels labels.idx --study "journal:$folder/study.log" --lease 10 -o found "$2"
}
search 12 --start
job=$(sbatch --parsable --array=1-3 --output="$folder/worker-%a.txt" "$script" net.onnx images.idx labels.idx \
  "journal:$folder/study.log")
for _ in $(seq 600); do [ -z "$(squeue -h -j "$job" 2>/dev/null)" ] && break; sleep 0.5; done
search 12 --json > found.json
cat worker-*.txt
"$python" - <<'CHECK'
import glob, json
trials = json.load(open("found.json"))["trials"]
assert len({t["number"] for t in trials}) == len(trials) == 12, trials
lines = [line for name in glob.glob("worker-*.txt") for line in open(name).read().splitlines()]
done = [int(line.split()[0]) for line in lines if "were done here" in line]
assert len(done) == 3 and sum(done) == 12, lines
print(f"slurm: 12 trials, each once, by three workers of an array: {done}")
CHECK
