#!/bin/sh
# Runs every test of a built test bundle in two processes side by side, each half of the time; the last line counts them.
#
# usage: test.sh BUNDLE RESULTS
#
# RESULTS-1.xml and RESULTS-2.xml get the results as JUnit writes them. Tests within a process run one after another: many
# of them have simulators and servers of their own, and limits of time. The exit code is 1 when a test fails.
set -u
bundle=$1 results=$2
first='^(DriverTests|OperatorTests|SynthesisTests|SupportTests|ToolsTests|StagesTests|ScheduleTests|TrainingTests)\.'
rm -f "$results"*.xml

half() { # number, --filter or --skip
    "$bundle" --testing-library swift-testing --no-parallel --xunit-output "$results-$1.xml" "$2" "$first"
}

half 1 --filter &
status=0
half 2 --skip || status=1
wait $! || status=1
awk -f "$(dirname "$0")/count.awk" "$results-1.xml" "$results-2.xml" || status=1
exit $status
