-- What the Chef API keeps besides names and keys.
alter table organization add column full_name text not null default '';
alter table principal
  add column superuser boolean not null default false,
  add column validator boolean not null default false,
  add column profile jsonb not null default '{}',
  add constraint principal_superuser_is_user check (kind = 'user' or not superuser);
-- Who is in which group, asked from the member's side: for standing, and when somebody is deleted.
create index group_member_member_idx on group_member (kind, member);
create index association_user_idx on association ("user");

-- Node objects. Names compare by bytes ("C"), so that a search can go on after the last one it saw.
create table node_object (
  organization text not null,
  name text collate "C" not null,
  json text not null,
  updated_at timestamptz(3) not null default now(),
  primary key (organization, name)
);
