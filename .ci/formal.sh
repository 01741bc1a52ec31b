#!/bin/sh
# Formal proofs of the stream cells, by Yosys and z3, and whether each of them fails on a cell with a bug in it.
#
# usage: formal.sh WORK_FOLDER [CELL...]
#
# What is to hold of a cell is in Tests/Formal/CELL.v, in words at its top. After these, a line each:
#     proof [NAME=VALUE...]               parameters to prove it with
#     depth N                             cycles after power-up that bounded model checking looks at (BMC)
#     steps N                             the longest induction that is tried (8 unless given); 0: BMC only
#     apart FROM... -> TO...              no path through gates leads from the one to the other; * is every input
#     bug LABEL [NAME=VALUE...]: SED      a change to a copy of the cell after which an assertion LABEL... must fail
# An induction that does not close is an error, not a shorter proof. WORK_FOLDER keeps logs and traces (VCD).
# The exit code is 1 when a proof fails or a bug is not found, 3 when a tool is missing.
set -u

root=$(cd "$(dirname "$0")/.." && pwd)
cells=$root/Templates/cells/stream
tests=$root/Tests/Formal

# lines KEY CELL: what stands behind KEY at the top of a cell's file.
lines() { sed -n "s|^// $1 *||p; /^\`/q" "$tests/$2.v"; }

# model CELL PARAMETERS FOLDER OUT [DEFINE [LABEL]]: the cell's file in FOLDER and what is to hold of it, for the solver;
# with LABEL, only assertions of such a label.
model() {
    sets=
    for pair in $2; do sets="$sets -set ${pair%%=*} ${pair#*=}"; done
    others=$(ls "$cells"/*.v | grep -v "/$1\.v$" | tr '\n' ' ')
    yosys -q -p "read_verilog -formal -sv ${5:-} $tests/checks.v $tests/$1.v $3/$1.v $others
        ${sets:+chparam$sets formal}
        hierarchy -check -top formal; proc; opt_expr; memory -nomap; memory_map; flatten; opt -full; dffunmap
        ${6:+delete t:\$assert n:$6* n:*.$6* %u %d;} opt_clean; write_smt2 -wires $4.smt2" >"$4.yosys" 2>&1 || { cat "$4.yosys" >&2; return 2; }
}

# Unrolled, terms have no functions left in them, which z3 is many times faster with.
solve() { yosys-smtbmc -s z3 --unroll --noprogress "$@"; }

# labels LOG: the assertions that failed, each once.
labels() { sed -n 's/.*Assert failed in [^:]*: *\([^ ]*\).*/\1/p' "$1" | sed 's/.*\.//' | sort -u | tr '\n' ' '; }

# say STATUS CELL PARAMETERS WHAT METHOD: one line of the report.
say() {
    printf '%-6s %-12s %-15s %-34s %3d s  %s\n' "$1" "${2#mantissa_}" "$4" "$5" $(($(date +%s) - began)) "${3:--}"
    [ "$1" = ok ] || echo "$2 $3 $4" >>"$work/failed"
    echo "$1" >>"$work/counts"
}

prove() {
    model "$1" "$2" "$cells" "$out" "-D INSIDE" || { say ERROR "$1" "$2" promises "not read"; return; }
    depth=$(lines depth "$1")
    steps=$(lines steps "$1")
    if ! solve -t "$depth" --dump-vcd "$out.vcd" "$out.smt2" >"$out.bmc" 2>&1; then
        say FAILED "$1" "$2" promises "within $depth cycles"
        echo "       $(labels "$out.bmc")fails: $out.vcd"
        return
    fi
    if [ "${steps:-8}" = 0 ]; then say ok "$1" "$2" promises "bounded to $depth"; return; fi
    if ! solve -i -t "${steps:-8}" --dump-vcd "$out.vcd" "$out.smt2" >"$out.induction" 2>&1; then
        say FAILED "$1" "$2" promises "no induction k=${steps:-8}"
        echo "       $(labels "$out.induction")fails after a state that may be out of reach: $out.vcd"
        return
    fi
    last=$(sed -n 's/.*Trying induction in step \([0-9]*\).*/\1/p' "$out.induction" | tail -1)
    say ok "$1" "$2" promises "k-induction k=$((last < ${steps:-8} ? ${steps:-8} - last : 1)), BMC $depth"
}

# separate CELL FOLDER: whether no path that is ruled out is there.
separate() {
    lines apart "$1" | while IFS= read -r line; do
        from=${line%%->*}
        for to in ${line#*->}; do
            [ "$(echo "$from" | tr -d ' ')" = '*' ] && from=$(sed -n 's/.*input  *wire *\(\[[^]]*\]\)* *\([a-z0-9_]*\).*/\2/p' "$2/$1.v" |
                grep -v '^aclk$')
            for name in $from; do
                # A name that is no port makes Yosys stop here, not the proof pass.
                echo "select -assert-min 1 i:$name; select -assert-min 1 o:$to"
                echo "select -assert-none o:$to %ci*:-\$dff i:$name %i"
            done
        done
    done >"$out.select"
    others=$(ls "$cells"/*.v | grep -v "/$1\.v$" | tr '\n' ' ')
    {
        echo "read_verilog $2/$1.v $others"
        echo "hierarchy -check -top $1; proc; memory -nomap; memory_map; flatten; opt_clean; dffunmap"
        cat "$out.select"
    } >"$out.ys"
    yosys -q -s "$out.ys" >"$out.yosys" 2>&1
}

paths() {
    count=$(grep -c 'assert-none' "$out.select")
    echo "$count pairs of ports"
}

apart() {
    if separate "$1" "$cells"; then say ok "$1" "" apart "structure, $(paths)"; else
        say FAILED "$1" "" apart "structure"
        echo "       $(grep -m 1 ERROR "$out.yosys")"
    fi
}

# plant CELL LABEL PARAMETERS SED: whether the bug is found, by an assertion with that label.
plant() {
    mkdir -p "$out"
    sed "$4" "$cells/$1.v" >"$out/$1.v"
    if cmp -s "$cells/$1.v" "$out/$1.v"; then say ERROR "$1" "$3" "bug: $2" "changes nothing: $4"; return; fi
    if [ "$2" = apart ]; then
        if separate "$1" "$out"; then say MISSED "$1" "$3" "bug: $2" "$4"
        elif grep -q 'ERROR: Assertion failed.*select' "$out.yosys"; then say ok "$1" "$3" "bug: $2" "found: a path"
        else say ERROR "$1" "$3" "bug: $2" "$(grep -m 1 ERROR "$out.yosys")"; fi
        return
    fi
    model "$1" "$3" "$out" "$out" "" "$2" || { say ERROR "$1" "$3" "bug: $2" "not read: $4"; return; }
    solve -t "$(lines depth "$1")" --dump-vcd "$out.vcd" "$out.smt2" >"$out.bmc" 2>&1
    found=$(labels "$out.bmc")
    case " $found" in
        *" $2"*) say ok "$1" "$3" "bug: $2" "found: $found" ;;
        *) say MISSED "$1" "$3" "bug: $2" "${found:-nothing }fails: $4" ;;
    esac
}

if [ "${1:-}" = --job ]; then
    work=$2
    began=$(date +%s)
    out=$work/${3##*/}
    IFS='	' read -r kind cell label parameters change <"$3"
    case $kind in
        proof) prove "$cell" "${parameters#-}" ;;
        apart) apart "$cell" ;;
        bug) plant "$cell" "$label" "${parameters#-}" "$change" ;;
    esac
    exit 0
fi

[ $# -ge 1 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
for tool in yosys:yosys yosys-smtbmc:yosys z3:z3; do
    command -v "${tool%:*}" >/dev/null || { echo "formal: '${tool%:*}' is missing; apt-get install ${tool#*:}" >&2; exit 3; }
done
rm -rf "$1/formal"
mkdir -p "$1/formal/jobs" || exit 2
work=$(cd "$1/formal" && pwd)
shift
[ $# -gt 0 ] || set -- $(ls "$tests" | sed -n 's/^\(mantissa_.*\)\.v$/\1/p')

# One file a job, its fields apart by tabs.
number=1000
job() {
    number=$((number + 1))
    printf '%s\t%s\t%s\t%s\t%s\n' "$@" >"$work/jobs/$number-$2-$1"
}
tab=$(printf '\t')
for cell; do
    cell=mantissa_${cell#mantissa_}
    [ -f "$tests/$cell.v" ] || { echo "formal: there is no '$tests/$cell.v'" >&2; exit 2; }
    lines proof "$cell" >"$work/list"
    while IFS= read -r line; do job proof "$cell" - "${line:--}" -; done <"$work/list"
    [ -z "$(lines apart "$cell")" ] || job apart "$cell" - - -
    lines bug "$cell" >"$work/list"
    while IFS= read -r line; do
        head=${line%%: *}
        parameters=${head#* }
        [ "$parameters" != "$head" ] || parameters=$(lines proof "$cell" | head -1)
        job bug "$cell" "${head%% *}" "${parameters:--}" "${line#*: }"
    done <"$work/list"
done

began=$(date +%s)
: >"$work/counts"
printf '%s\n' "$work"/jobs/* | xargs -P 2 -I '{}' "$0" --job "$work" '{}'
jobs=$(ls "$work/jobs" | wc -l)
said=$(wc -l <"$work/counts")
bad=$(grep -vc '^ok$' "$work/counts")
bugs=$(ls "$work/jobs" | grep -c -- '-bug$')
echo "formal: $((jobs - bugs)) proofs of $# cells, $bugs planted bugs, $bad failed or missed, $(($(date +%s) - began)) s; traces in $work"
[ "$bad" = 0 ] && [ "$said" = "$jobs" ] && [ "$jobs" -gt 0 ]
