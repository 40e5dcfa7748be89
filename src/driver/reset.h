// SPDX-License-Identifier: MIT
// A way to bring a device back, and what is known against it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/names.h"
#include "config/place.h"
#include "driver/bus.h"

namespace wlanmedic::driver {

/// In the order of depth: each undoes more than the one before it. The first three concern the link and need
/// nothing from a profile but a hazard that forbids them.
enum class Method : std::uint8_t {
    reassociate,
    link_down_up,
    radio_off_on,    ///< rfkill
    restart_hw,      ///< the driver starts its device anew, and mac80211 gives it back what it had
    function_reset,  ///< the bus resets the device, the driver stays
    unbind_bind,     ///< the driver lets go of the device and takes it again
    module_reload,
    remove_rescan,  ///< the device is taken off its bus and looked for again
    power_cycle,
};

inline constexpr config::Names<Method, 9> method_names{{
    {Method::reassociate, "reassociate"},
    {Method::link_down_up, "link_down_up"},
    {Method::radio_off_on, "radio_off_on"},
    {Method::restart_hw, "restart_hw"},
    {Method::function_reset, "function_reset"},
    {Method::unbind_bind, "unbind_bind"},
    {Method::module_reload, "module_reload"},
    {Method::remove_rescan, "remove_rescan"},
    {Method::power_cycle, "power_cycle"},
}};

constexpr std::string_view name_of(Method method) { return config::name_in(method_names, method); }

/// Whether [[reset]] may describe it.
constexpr bool is_of_the_device(Method method) { return method >= Method::restart_hw; }

enum class Safety : std::uint8_t {
    yes,       ///< done on such a device, which came back
    no,        ///< known to hang or crash the machine, or to lose the device
    untested,  ///< nothing is known
};

inline constexpr config::Names<Safety, 3> safety_names{{
    {Safety::yes, "yes"},
    {Safety::no, "no"},
    {Safety::untested, "untested"},
}};

constexpr std::string_view name_of(Safety safety) { return config::name_in(safety_names, safety); }

/// One thing to do. No shell is needed, and none is meant to be used.
struct Step {
    enum class Action : std::uint8_t { write, unload, load, wait };

    Action action = Action::write;
    std::string value;  ///< write: the text, a template; unload, load: the kernel module, or "{module}"
    std::string to;     ///< write: the file below /sys, /proc or /dev, a path template
    std::uint32_t milliseconds = 0;  ///< wait
};

/// As one would type it, to be shown and not to be run: "echo 1 > /sys/…", "modprobe -r iwlmvm".
std::string to_string(const Step& step);

struct Reset {
    Method method = Method::restart_hw;
    std::vector<Bus> buses;   ///< empty: all
    std::vector<Step> steps;  ///< empty only where `how` says what a program cannot do by writing files
    std::string how;          ///< may be empty
    std::string needs;        ///< what the kernel must be built with, or what else must be so; may be empty
    std::string heals;
    std::string cost;  ///< what else goes down with it; may be empty
    Safety safe = Safety::untested;
    std::string because;
    std::string source;
    config::Place place;
};

}  // namespace wlanmedic::driver
