#!/bin/sh
# Every pair of operands of the 16-bit multipliers, Verilog against the golden functions, one operator after another.
#
# Usage: exhaustive.sh COMMAND FOLDER. FOLDER keeps states, so that an interrupted run goes on where it was, reports and
# the log. Prints a table at the end; the exit code is 1 when an operator is wrong.
set -u
command=$1
folder=$2
mkdir -p "$folder"
log=$folder/log.txt
status=0

# One operator: a name for its files, then the options.
check() {
    name=$1
    shift
    "$command" operator verify multiply "$@" --exhaustive --state "$folder/$name.state" --json >"$folder/$name.new"
    code=$?
    [ $code -le 1 ] || exit $code
    [ $code -eq 0 ] || status=1
    # A run that found everything done says nothing of the speed: then the last report stays.
    if [ -f "$folder/$name.json" ] && [ "$(value pairs "$folder/$name.new")" = "$(value pairs_resumed "$folder/$name.new")" ]
    then
        rm "$folder/$name.new"
    else
        mv "$folder/$name.new" "$folder/$name.json"
    fi
    { date -u; cat "$folder/$name.json"; } >>"$log"
}

value() { sed -n "s/^ *\"$1\" : \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}$/\1/p" "$2"; }

row() {
    report=$folder/$1.json
    awk -v operator="$(value operator "$report")" -v pairs="$(value pairs "$report")" \
        -v resumed="$(value pairs_resumed "$report")" -v golden="$(value mismatches_golden "$report")" \
        -v rtl="$(value mismatches_rtl "$report")" -v seconds="$(value seconds "$report")" 'BEGIN {
        printf "| %s | %d | %d | %.0f | %.1f |\n", operator, pairs, golden + rtl, seconds,
            seconds > 0 ? (pairs - resumed) / seconds / 1e6 : 0 }'
}

check posit16-1 --format 'posit<16,1>'
check posit16-2 --format 'posit<16,2>'
check plam16 --format 'posit<16,1>' --multiplier plam
check mitchell16 --format 'fixed<16>' --multiplier mitchell
check mitchell16-w6 --format 'fixed<16>' --multiplier 'mitchell-w<6>'
check fp16 --format fp16
check bf16 --format bf16

{
    echo '| operator | pairs | mismatches | seconds | million pairs a second |'
    echo '|---|---|---|---|---|'
    for name in posit16-1 posit16-2 plam16 mitchell16 mitchell16-w6 fp16 bf16; do row $name; done
} | tee "$folder/table.md"
exit $status
