update mailboxes set read_orders = 'PAUSE BLOCKED', read_at = now(), left_alone_until = now();
