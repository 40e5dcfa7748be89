// SPDX-License-Identifier: GPL-2.0
/// End bes2600's clearing of a queue that holds frames of another interface.
//
// Drivers: bes2600
// Default: yes
//
// bes2600_queue_clear() takes frames off a list until it is empty, but takes only those of one interface: where another
// interface has one there, it turns for ever, in a spinlock with softirqs off. With wpa_supplicant's P2P device there
// always is another interface, and a chip that no longer takes frames leaves some: the first interface that is removed
// stops the machine. Now each list is gone through once, and what had not been sent yet no longer counts as sent.

@taken@
@@
	bes2600_queue_take(...)

@clear depends on !taken@
iterator name list_for_each_entry_safe;
identifier f = bes2600_queue_clear, Q, V, gc, cnt;
typedef bool;
@@
+static int bes2600_queue_take(struct list_head *from, struct list_head *gone,
+			      struct list_head *unused, int if_id)
+{
+	struct bes2600_queue_item *item;
+	struct bes2600_queue_item *next;
+	int taken = 0;
+
+	list_for_each_entry_safe(item, next, from, head) {
+		if (if_id != CW12XX_ALL_IFS && item->txpriv.if_id != if_id)
+			continue;
+		bes2600_queue_register_post_gc(gone, item);
+		item->skb = NULL;
+		list_move_tail(&item->head, unused);
+		taken++;
+	}
+	return taken;
+}
+
 int f(struct bes2600_queue *Q, int V)
 {
 ... when any
 LIST_HEAD(gc);
 ... when any
-list_splice_tail_init(&Q->queue, &Q->pending);
-while (!list_empty(&Q->pending)) { ... }
-Q->num_queued -= cnt;
-Q->num_pending -= cnt;
+cnt = bes2600_queue_take(&Q->pending, &gc, &Q->free_pool, V);
+Q->num_pending -= cnt;
+cnt += bes2600_queue_take(&Q->queue, &gc, &Q->free_pool, V);
+Q->num_queued -= cnt;
 ... when any
 }
