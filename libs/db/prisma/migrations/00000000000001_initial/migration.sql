-- The directory.
create table organization (
  name text primary key,
  guid uuid not null unique default gen_random_uuid(),
  created_at timestamptz(3) not null default now()
);
create table principal (
  kind text not null check (kind in ('user', 'client')),
  organization text not null default '',
  name text not null,
  created_at timestamptz(3) not null default now(),
  primary key (kind, organization, name)
);
create table principal_key (
  kind text not null,
  organization text not null default '',
  principal text not null,
  name text not null default 'default',
  public_key text not null,
  expires_at timestamptz(3),
  primary key (kind, organization, principal, name),
  foreign key (kind, organization, principal) references principal (kind, organization, name) on delete cascade on update cascade
);
create table association (
  organization text not null,
  "user" text not null,
  primary key (organization, "user")
);
create table principal_group (
  organization text not null,
  name text not null,
  primary key (organization, name)
);
create table group_member (
  organization text not null,
  "group" text not null,
  kind text not null check (kind in ('user', 'client', 'group')),
  member text not null,
  primary key (organization, "group", kind, member),
  foreign key (organization, "group") references principal_group (organization, name) on delete cascade on update cascade
);

-- What nodes share with the server.
create table server_secret (
  name text primary key,
  sealed bytea not null,
  created_at timestamptz(3) not null default now()
);
create table node_session (
  organization text not null,
  node text not null,
  curve_key text not null,
  sealed_session_key bytea not null,
  configured_at timestamptz(3) not null default now(),
  primary key (organization, node, curve_key)
);
create index node_session_curve_key_idx on node_session (curve_key);
create table node_state (
  organization text not null,
  node text not null,
  idle_incarnation text,
  updated_at timestamptz(3) not null default now(),
  primary key (organization, node)
);
-- Decides which broker heard a node last: it only grows, and survives Redis.
create sequence presence_epoch;

-- Jobs. Ids compare by bytes ("C"), so that a day's ids are one range.
create table job (
  id text collate "C" primary key,
  organization text not null,
  requested_by text not null,
  status text not null,
  command text not null,
  run_timeout_ms bigint not null,
  quorum double precision not null,
  node_count integer not null,
  "user" text,
  dir text,
  env jsonb,
  file text,
  capture boolean,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deadline_at timestamptz(3),
  ended_at timestamptz(3),
  version integer not null default 0,
  last_event integer not null default 0,
  last_event_micros bigint not null default 0
) with (fillfactor = 70);
create index job_organization_id_idx on job (organization, id desc);
create index job_unfinished on job (id) where status in ('new', 'voting', 'running');

create table job_node (
  job_id text collate "C" not null,
  position integer not null,
  node text not null,
  status text not null,
  reason text,
  updated_at timestamptz(3) not null default now(),
  primary key (job_id, node)
) partition by range (job_id);
create table job_node_default partition of job_node default with (fillfactor = 50);

create table job_event (
  job_id text collate "C" not null,
  number integer not null,
  event text not null,
  data text not null,
  primary key (job_id, number)
) partition by range (job_id);
create table job_event_default partition of job_event default;

create table organization_feed (
  organization text primary key,
  last_event bigint not null default 0,
  last_micros bigint not null default 0
) with (fillfactor = 50);
create table organization_event (
  organization text not null,
  number bigint not null,
  event text not null,
  data text not null,
  at timestamptz(6) not null default now(),
  primary key (organization, number)
);
create index organization_event_at_idx on organization_event (at);

create table outbox (
  id bigserial primary key,
  job_id text collate "C" not null,
  effect jsonb not null,
  created_at timestamptz(3) not null default now()
);
create index outbox_created_at_idx on outbox (created_at);

create table report_cursor (
  session text not null,
  lane integer not null,
  number bigint not null,
  updated_at timestamptz(3) not null default now(),
  primary key (session, lane)
);

-- Captured output.
create table output_chunk (
  job_id text collate "C" not null,
  node text not null,
  channel text not null check (channel in ('stdout', 'stderr')),
  "offset" bigint not null,
  data bytea not null,
  primary key (job_id, node, channel, "offset")
) partition by range (job_id);
create table output_chunk_default partition of output_chunk default;
