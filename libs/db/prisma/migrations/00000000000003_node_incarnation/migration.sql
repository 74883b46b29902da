-- The incarnation of a node that was heard last, idle or not: when another one arrives, at whatever broker, this one is gone.
alter table node_state add column last_incarnation text;

-- How long the node was told that its configuration lives. Changing the setting must not shorten what was promised.
alter table node_session add column lifetime_seconds integer not null default 3600;
-- Old sessions are looked for by age.
create index node_session_configured_at_idx on node_session (configured_at);
