#!/bin/sh
# What nodes run: tells the journal when it starts and ends, and writes output that the checker can work out by itself.
# work.sh JOURNAL SECONDS EXIT_CODE BYTES
echo "start $CHEF_PUSH_JOB_ID" >>"$1"
sleep "$2"
yes "$CHEF_PUSH_JOB_ID $CHEF_PUSH_NODE_NAME" | head -c "$4"
echo "errors of $CHEF_PUSH_NODE_NAME" >&2
echo "end $CHEF_PUSH_JOB_ID $3" >>"$1"
exit "$3"
