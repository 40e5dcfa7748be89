/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The names of the core's enumerators in traces, debugfs and logs; those that a policy has are
 * docs/policy.md's.
 */
#ifndef CONNLOSS_NAMES_H
#define CONNLOSS_NAMES_H

#include "connloss_core.h"

const char *connloss_event_name(u8 kind);
const char *connloss_failure_name(u8 failure);	/* one bit; "-" for none */
const char *connloss_fault_name(u8 fault);
const char *connloss_method_name(u8 method);
const char *connloss_decision_name(u8 kind);
const char *connloss_held_name(u8 held);

#endif
