// SPDX-License-Identifier: GPL-2.0
/// cw1200: a queue that is cleared frees no frame that is just being confirmed.
//
// Drivers: cw1200
// Default: yes
//
// Stock: the bottom half takes a frame from its queue by cw1200_queue_get_skb() (txrx.c:907), which leaves it there and
// lets go of the queue's lock, writes the outcome into it, cuts off what encryption needed (txrx.c:963), and removes it
// only then (txrx.c:967). cw1200_queue_clear(), for an interface that is removed (sta.c:299), a stop (sta.c:131) or a
// flush that drops (sta.c:902), frees all frames of the queue on another processor in the meantime.
//
// A confirmation is a read-side section of RCU, and what was taken off a queue is freed once those that run have ended.
// A confirmation that comes later does not find the frame: clearing has begun a new generation of the queue.

@waits exists@
@@
cw1200_queue_clear(...)
{
	...
	synchronize_rcu();
	...
}

@depends on !waits@
expression stats;
identifier gone;
@@
cw1200_queue_clear(...)
{
	...
+	if (!list_empty(&gone))
+		synchronize_rcu();
	cw1200_queue_post_gc(stats, &gone);
	...
}

@reads exists@
@@
wsm_tx_confirm(...)
{
	...
	rcu_read_lock();
	...
}

@depends on !reads@
expression priv, link, confirm;
@@
wsm_tx_confirm(...)
{
	<...
+	rcu_read_lock();
	cw1200_tx_confirm_cb(priv, link, confirm);
+	rcu_read_unlock();
	...>
}
