/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoints of the guard, system `connloss`: what it was told, what it decided, and why it
 * decided nothing though a trigger holds. What was told is enough to play the same again in user
 * space: `at` is boottime in ns, as the policy was given it, and times of one device never go back.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM connloss

#if !defined(CONNLOSS_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define CONNLOSS_TRACE_H

#include <linux/tracepoint.h>

#include "connloss_device.h"
#include "connloss_names.h"

TRACE_EVENT(connloss_event,
	TP_PROTO(const struct connloss_device *device, const struct connloss_event *event),
	TP_ARGS(device, event),
	TP_STRUCT__entry(
		__array(char, device, CONNLOSS_DEVICE_NAME)
		__array(char, interface, IFNAMSIZ)
		__field(u64, at)
		__field(u8, kind)
		__field(u8, failure)
		__field(u8, fault)
		__field(bool, ok)
		__array(u8, bssid, ETH_ALEN)
	),
	TP_fast_assign(
		memcpy(__entry->device, device->name, CONNLOSS_DEVICE_NAME);
		memcpy(__entry->interface, connloss_interface_name(device, event->vif), IFNAMSIZ);
		__entry->at = event->at;
		__entry->kind = event->kind;
		__entry->failure = event->failure;
		__entry->fault = event->fault;
		__entry->ok = event->ok;
		memcpy(__entry->bssid, event->bssid, ETH_ALEN);
	),
	TP_printk("device=%s interface=%s at=%llu event=%s failure=%s fault=%s ok=%d bssid=%pM",
		  __entry->device, __entry->interface, __entry->at,
		  connloss_event_name(__entry->kind), connloss_failure_name(__entry->failure),
		  __entry->kind == CONNLOSS_EV_FAULT ? connloss_fault_name(__entry->fault) : "-",
		  __entry->ok, __entry->bssid)
);

TRACE_EVENT(connloss_decision,
	TP_PROTO(const struct connloss_device *device, u64 at,
		 const struct connloss_decision *decision),
	TP_ARGS(device, at, decision),
	TP_STRUCT__entry(
		__array(char, device, CONNLOSS_DEVICE_NAME)
		__array(char, interface, IFNAMSIZ)
		__field(u64, at)
		__field(u32, ladder)
		__field(u8, kind)
		__field(u8, rung)
		__field(u8, method)
		__field(u8, trigger)
	),
	TP_fast_assign(
		memcpy(__entry->device, device->name, CONNLOSS_DEVICE_NAME);
		memcpy(__entry->interface, connloss_interface_name(device, decision->vif),
		       IFNAMSIZ);
		__entry->at = at;
		__entry->ladder = decision->ladder;
		__entry->kind = decision->kind;
		__entry->rung = decision->rung;
		__entry->method = decision->method;
		__entry->trigger = decision->trigger;
	),
	TP_printk("device=%s interface=%s at=%llu decision=%s ladder=%u rung=%u method=%s trigger=%u",
		  __entry->device, __entry->interface, __entry->at,
		  connloss_decision_name(__entry->kind), __entry->ladder, __entry->rung,
		  connloss_method_name(__entry->method), __entry->trigger)
);

TRACE_EVENT(connloss_held,
	TP_PROTO(const struct connloss_device *device, u64 at,
		 const struct connloss_decision *decision),
	TP_ARGS(device, at, decision),
	TP_STRUCT__entry(
		__array(char, device, CONNLOSS_DEVICE_NAME)
		__array(char, interface, IFNAMSIZ)
		__field(u64, at)
		__field(u8, held)
	),
	TP_fast_assign(
		memcpy(__entry->device, device->name, CONNLOSS_DEVICE_NAME);
		memcpy(__entry->interface, connloss_interface_name(device, decision->vif),
		       IFNAMSIZ);
		__entry->at = at;
		__entry->held = decision->held;
	),
	TP_printk("device=%s interface=%s at=%llu held=%s",
		  __entry->device, __entry->interface, __entry->at,
		  connloss_held_name(__entry->held))
);

TRACE_EVENT(connloss_action,
	TP_PROTO(const struct connloss_device *device, u8 method, int result, u64 waited, u64 took),
	TP_ARGS(device, method, result, waited, took),
	TP_STRUCT__entry(
		__array(char, device, CONNLOSS_DEVICE_NAME)
		__field(u64, waited)
		__field(u64, took)
		__field(int, result)
		__field(u8, method)
	),
	TP_fast_assign(
		memcpy(__entry->device, device->name, CONNLOSS_DEVICE_NAME);
		__entry->waited = waited;
		__entry->took = took;
		__entry->result = result;
		__entry->method = method;
	),
	TP_printk("device=%s method=%s result=%d waited_ns=%llu took_ns=%llu",
		  __entry->device, connloss_method_name(__entry->method), __entry->result,
		  __entry->waited, __entry->took)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE connloss_trace
#include <trace/define_trace.h>
