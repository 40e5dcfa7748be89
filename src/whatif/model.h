// SPDX-License-Identifier: MIT
// A model of one station's link as plain numbers: how it is lost, what becomes of a loss, what a treatment does.
// docs/simulate.md says what is assumed, and where each figure comes from. Spans are in seconds.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "config/names.h"
#include "driver/reset.h"
#include "outage/outage.h"

namespace wlanmedic::whatif {

/// Why a lost link does not come back by itself within seconds. Evidence seldom tells which: each is simulated.
enum class Hypothesis : std::uint8_t {
    comeback,  ///< H1: the access point asks to wait, and this side does not; no treatment heals it
    stale,     ///< H2: the driver keeps state across the loss; taking the link down and up heals it, and what is
               ///< deeper
    wedged,    ///< H3: the chip's receive path is stuck; a reset of the device heals it
};

inline constexpr config::Names<Hypothesis, 3> hypothesis_names{{
    {Hypothesis::comeback, "H1"},
    {Hypothesis::stale, "H2"},
    {Hypothesis::wedged, "H3"},
}};

constexpr std::string_view name_of(Hypothesis hypothesis) { return config::name_in(hypothesis_names, hypothesis); }

/// How an attempt at joining goes while the link cannot come back.
enum class Attempt : std::uint8_t { auth_timeout, comeback_then_timeout, assoc_timeout, refused, not_found };

inline constexpr config::Names<Attempt, 5> attempt_names{{
    {Attempt::auth_timeout, "auth_timeout"},
    {Attempt::comeback_then_timeout, "comeback_then_timeout"},
    {Attempt::assoc_timeout, "assoc_timeout"},
    {Attempt::refused, "refused"},
    {Attempt::not_found, "not_found"},
}};

/// The classes of losses that a model has; of the others none can be simulated.
inline constexpr std::array<outage::Class, 7> simulated_classes{
    outage::Class::connection_loss, outage::Class::beacon_loss,  outage::Class::decrypt_storm,
    outage::Class::ap_deauth,       outage::Class::local_deauth, outage::Class::firmware_crash,
    outage::Class::unknown,
};

/// Losses excite each other (Hawkes, exponential kernel): each adds branching * decay * e^(-decay * age) to the
/// rate. Its clock runs while the link is up, and stands still in outages.
struct SelfExciting {
    double base_per_hour = 0;      ///< of losses that no other brought on
    double branching = 0;          ///< losses that one brings on directly, in the mean; 0 to below 1
    double decay_per_hour = 3600;  ///< above 0

    double mean_per_hour() const { return base_per_hour / (1 - branching); }
};

struct LossClass {
    outage::Class outage_class = outage::Class::connection_loss;
    double share = 1;       ///< of all losses; together 1
    double escalation = 0;  ///< probability that it does not come back within the limit
};

/// e^(mean + deviation * N).
struct LogNormal {
    double mean = 0;
    double deviation = 0;
};

/// From the beginning of a treatment until the link is back, where nothing else stands against it.
struct MethodTimes {
    double healthy_s = 0;  ///< the link was up, or was coming back by itself; 0: the link is not taken down
    double healing_s = 0;  ///< it heals
};

/// What each driver::Method takes, in their order: measured in the lab as far as it can do it (docs/simulate.md).
/// The comeback that an access point answers a reset with is not in it.
using AllMethodTimes = std::array<MethodTimes, driver::method_names.size()>;
const AllMethodTimes& lab_times();

/// 1000 TU, hostapd's assoc_sa_query_max_timeout: for so long it still believes a station linked that we reset.
inline constexpr double comeback_after_reset_s = 1.024;

struct Model {
    SelfExciting losses;
    std::vector<LossClass> classes;  ///< none: no losses
    LogNormal ordinary;              ///< seconds until an ordinary loss is over; at most `limit_s` counts
    LogNormal beyond_limit;          ///< seconds beyond `limit_s` until an escalated one is over by itself
    double limit_s = 5;
    std::array<double, attempt_names.size()> attempts{};  ///< shares; together 1
    double failing_ordinary =
        0;  ///< probability that an ordinary loss shows failed attempts, where it has time to
    double access_point_away = 0;  ///< probability that an escalated loss is the access point's own absence
    double decrypt_failures_per_hour = 0;  ///< alone, not in storms
    int access_points = 1;                 ///< of the network, 1 to 8
    double signal_dbm = -60;               ///< at which the one that is lost was heard
    Hypothesis hypothesis = Hypothesis::wedged;
    /// The gentlest method that heals an escalated loss; each deeper one heals too. Nothing: none does.
    std::optional<driver::Method> healed_from;
    AllMethodTimes methods = lab_times();

    const MethodTimes& times_of(driver::Method method) const { return methods[static_cast<std::size_t>(method)]; }
    bool heals(driver::Method method) const { return healed_from && method >= *healed_from; }
};

/// Sets the hypothesis and what heals under it.
void suppose(Model& model, Hypothesis hypothesis);

}  // namespace wlanmedic::whatif
