-- W3C `traceparent` of a job's creation, where that was traced: whatever becomes of the job belongs to that trace.
alter table job add column traceparent text;
