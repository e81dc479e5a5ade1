"""Let no process rewrite the logs: sealed rows lose at most their body, received rows change at most their state."""

from django.db import migrations

GUARD = """
CREATE FUNCTION exchange_outbox_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'exchange.outbox.delete' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.seq IS NOT NULL THEN
    IF NEW.body IS NOT NULL AND NEW.body IS DISTINCT FROM OLD.body
       OR (NEW.seq, NEW.header, NEW.digest, NEW.signature, NEW.sealed_at)
          IS DISTINCT FROM (OLD.seq, OLD.header, OLD.digest, OLD.signature, OLD.sealed_at) THEN
      RAISE EXCEPTION 'exchange.outbox.sealed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF NEW.body IS DISTINCT FROM OLD.body THEN
    RAISE EXCEPTION 'exchange.outbox.body' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (NEW.id, NEW.channel_id, NEW.kind, NEW.item_id, NEW.item_ver, NEW.from_unit, NEW.to_unit, NEW.enc, NEW.enc_key,
      NEW.marking, NEW.blobs, NEW.obligation, NEW.ref, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.channel_id, OLD.kind, OLD.item_id, OLD.item_ver, OLD.from_unit, OLD.to_unit, OLD.enc, OLD.enc_key,
      OLD.marking, OLD.blobs, OLD.obligation, OLD.ref, OLD.created_at) THEN
    RAISE EXCEPTION 'exchange.outbox.content' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION exchange_inbox_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'exchange.inbox.delete' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (NEW.id, NEW.channel_id, NEW.seq, NEW.header, NEW.signature, NEW.digest, NEW.kind, NEW.item_id, NEW.item_ver,
      NEW.ref, NEW.received_at)
     IS DISTINCT FROM
     (OLD.id, OLD.channel_id, OLD.seq, OLD.header, OLD.signature, OLD.digest, OLD.kind, OLD.item_id, OLD.item_ver,
      OLD.ref, OLD.received_at)
     OR NEW.body IS NOT NULL AND NEW.body IS DISTINCT FROM OLD.body THEN
    RAISE EXCEPTION 'exchange.inbox.content' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.state = 'applied' AND NEW.state <> 'applied' THEN
    RAISE EXCEPTION 'exchange.inbox.applied' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION exchange_kept_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'exchange.kept' USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- The listener's role is named after its zone (deploy.roles) and sees only what the sealer has signed.
ALTER TABLE exchange_outboxentry ENABLE ROW LEVEL SECURITY;
CREATE POLICY sealed_only ON exchange_outboxentry
  USING (seq IS NOT NULL OR current_user !~ '_exchange$') WITH CHECK (current_user !~ '_exchange$');

CREATE TRIGGER exchange_outbox_guard BEFORE UPDATE OR DELETE ON exchange_outboxentry
  FOR EACH ROW EXECUTE FUNCTION exchange_outbox_guard();
CREATE TRIGGER exchange_inbox_guard BEFORE UPDATE OR DELETE ON exchange_inboxentry
  FOR EACH ROW EXECUTE FUNCTION exchange_inbox_guard();
CREATE TRIGGER exchange_conflict_kept BEFORE UPDATE OR DELETE ON exchange_conflict
  FOR EACH ROW EXECUTE FUNCTION exchange_kept_guard();
CREATE TRIGGER exchange_receipt_kept BEFORE UPDATE OR DELETE ON exchange_receipt
  FOR EACH ROW EXECUTE FUNCTION exchange_kept_guard();
CREATE TRIGGER exchange_head_kept BEFORE UPDATE OR DELETE ON exchange_signedhead
  FOR EACH ROW EXECUTE FUNCTION exchange_kept_guard();
"""

UNGUARD = """
DROP POLICY sealed_only ON exchange_outboxentry;
ALTER TABLE exchange_outboxentry DISABLE ROW LEVEL SECURITY;
DROP TRIGGER exchange_outbox_guard ON exchange_outboxentry;
DROP TRIGGER exchange_inbox_guard ON exchange_inboxentry;
DROP TRIGGER exchange_conflict_kept ON exchange_conflict;
DROP TRIGGER exchange_receipt_kept ON exchange_receipt;
DROP TRIGGER exchange_head_kept ON exchange_signedhead;
DROP FUNCTION exchange_outbox_guard();
DROP FUNCTION exchange_inbox_guard();
DROP FUNCTION exchange_kept_guard();
"""


class Migration(migrations.Migration):
    """Put the guards on the tables of the logs."""

    dependencies = [("exchange", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
