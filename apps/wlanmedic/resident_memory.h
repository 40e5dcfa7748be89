// SPDX-License-Identifier: MIT
// Keeps what a program that runs for days holds in memory small.
#pragma once

namespace wlanmedic::app {

/// Before threads are begun: one arena for all of them, where each would have one of its own.
void share_one_heap();

/// Code and tables that only the beginning needed (the libraries' own, the options of all verbs) are no longer
/// held resident: the kernel maps them again, from its cache, where they are needed. Free heap goes back, too.
void give_back_what_the_start_took();

}  // namespace wlanmedic::app
