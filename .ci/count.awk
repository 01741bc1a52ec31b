# Counts the test cases of a JUnit file and prints one plain line; fails when there are none.
{
  text = $0
  while (match(text, /<testcase /)) { total++; text = substr(text, RSTART + RLENGTH) }
}
/<failure/ || /<error/ { if (last != total) failed++; last = total }
/<skipped/ { skipped++ }
END {
  printf "%d passed, %d failed, %d skipped\n", total - failed - skipped, failed, skipped
  exit total == 0
}
