// SPDX-License-Identifier: MIT
#include "lab/scenario/actions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lab/medium/names.h"
#include "lab/scenario/chip.h"
#include "lab/scenario/names.h"
#include "wifi/span.h"

namespace wlanmedic::lab {

namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// What heals a wedge, in the words of treatments, or "nothing".
struct Healer {
    std::optional<Treatment> treatment;
    bool operator==(const Healer&) const = default;
};
constexpr auto healer_names = [] {
    config::Names<Healer, treatment_names.size() + 1> names{};
    std::ranges::transform(treatment_names, names.begin(),
                           [](const auto& one) { return std::pair(Healer{one.first}, one.second); });
    names.back().second = "nothing";
    return names;
}();
constexpr config::Names<Traffic::Kind, 2> traffic_names{{
    {Traffic::Kind::probe, "probe"},
    {Traffic::Kind::load, "load"},
}};
constexpr config::Names<FrameClass, 2> spoof_names{{
    {FrameClass::deauthentication, "deauthentication"},
    {FrameClass::disassociation, "disassociation"},
}};
constexpr config::Names<bool, 2> towards_names{{
    {true, "station"},
    {false, "access-point"},
}};

constexpr auto longest_fault = hours{24};

// --- the medium

FrameSet frames_of(ScenarioReader& reader) {
    FrameSet frames;
    if (!reader.has("frames")) return frames.set();
    for (const auto& name : reader.text_or_texts("frames")) {
        const auto set = frame_set_from_text(name);
        if (!set) {
            std::vector<std::string_view> names{"all", "management", "data", "payload"};
            for (std::size_t i = 0; i < frame_classes; ++i)
                if (const auto frame_class = static_cast<FrameClass>(i); frame_class != FrameClass::data)
                    names.push_back(to_text(frame_class));
            reader.fault("frames", fmt::format("no class of frames is named \"{}\"", name),
                         fmt::format("One or a list of {}.", fmt::join(names, ", ")));
            break;
        }
        frames |= *set;
    }
    return frames;
}

std::optional<Burst> burst_of(ScenarioReader& outer) {
    if (!outer.has("burst")) return std::nullopt;
    const auto* const table = outer.node("burst")->as_table();
    if (table == nullptr) {
        outer.fault("burst", "\"burst\" is not a table",
                    "Write burst = { good_to_bad = 0.05, bad_to_good = 0.2 }, each for one frame.");
        return std::nullopt;
    }
    if (outer.has("probability"))
        outer.fault("probability", "a rule has either a probability or bursts", "Take one of them away.");
    ScenarioReader reader(*table, "a burst", outer.errors());
    reader.only({"good_to_bad", "bad_to_good", "loss_good", "loss_bad"});
    for (const auto* key : {"good_to_bad", "bad_to_good"})
        if (!reader.has(key))
            reader.fault(key, fmt::format("key \"{}\" is missing", key), "A probability for each frame, 0 to 1.");
    Burst burst;
    burst.good_to_bad = reader.optional_decimal("good_to_bad", 0, 1).value_or(burst.good_to_bad);
    burst.bad_to_good = reader.optional_decimal("bad_to_good", 0, 1).value_or(burst.bad_to_good);
    burst.loss_good = reader.optional_decimal("loss_good", 0, 1).value_or(burst.loss_good);
    burst.loss_bad = reader.optional_decimal("loss_bad", 0, 1).value_or(burst.loss_bad);
    return burst;
}

template <Rule::Effect effect>
Action rule_of(ScenarioReader& reader, const Scenario& scenario) {
    Rule rule;
    rule.effect = effect;
    rule.name = reader.plain_text("name", 1, 64).value_or("");
    rule.from = reader.radio("from", scenario);
    rule.to = reader.radio("to", scenario);
    if (rule.from && rule.from == rule.to)
        reader.fault("to", "no frame goes from a radio to itself", "Name another in \"from\" or in \"to\".");
    rule.frames = frames_of(reader);
    rule.probability = reader.optional_decimal("probability", 0, 1).value_or(1);
    rule.burst = burst_of(reader);
    if (effect == Rule::Effect::delay) rule.delay = reader.required_duration("by", microseconds{1}, seconds{60});
    return AddRule{std::move(rule)};
}

Action clear_of(ScenarioReader& reader, const Scenario&) {
    return ClearRules{reader.plain_text("name", 1, 64).value_or("")};
}

Radio radio_or_station(ScenarioReader& reader, const Scenario& scenario) {
    Radio radio = station_radio;
    if (reader.has("radio")) {
        const auto radios = reader.radios("radio", scenario);
        if (radios.size() > 1) reader.fault("radio", "this is done to one radio", "Write a step for each.");
        if (!radios.empty()) radio = radios.front();
    }
    if (radio == station_radio) refuse_for_chip(reader, scenario, reader.has("radio") ? "radio" : "do");
    return radio;
}

Action wedge_of(ScenarioReader& reader, const Scenario& scenario) {
    WedgeRadio action{.radio = radio_or_station(reader, scenario), .wedge = {}};
    auto& wedge = action.wedge;
    wedge.path = reader.optional_value("path", wedge_path_names, "path", wedge.path);
    wedge.kind = reader.optional_value("kind", wedge_kind_names, "kind of wedge", wedge.kind);
    wedge.healed_by =
        reader.optional_value("healed_by", healer_names, "treatment", Healer{wedge.healed_by}).treatment;
    wedge.heals_after = reader.duration("heals_after", milliseconds{1}, longest_fault);
    for (const auto* key : {"period", "dead"})
        if (reader.has(key) && wedge.kind != Wedge::Kind::intermittent)
            reader.fault(key, fmt::format("\"{}\" is for an intermittent wedge", key),
                         "Write kind = \"intermittent\".");
    wedge.period = reader.duration("period", milliseconds{1}, longest_fault).value_or(wedge.period);
    wedge.dead = reader.duration("dead", milliseconds{1}, longest_fault).value_or(wedge.dead);
    if (wedge.dead > wedge.period)
        reader.fault(
            reader.has("dead") ? "dead" : "period",
            fmt::format("dead for {} of every {}", wifi::span_text(wedge.dead), wifi::span_text(wedge.period)),
            "\"dead\" is a part of \"period\".");
    return action;
}

Action unwedge_of(ScenarioReader& reader, const Scenario& scenario) {
    return UnwedgeRadio{radio_or_station(reader, scenario)};
}

Action fade_of(ScenarioReader& reader, const Scenario& scenario) {
    FadeRadios fade;
    fade.radios = reader.radios("radios", scenario);
    fade.dbm = static_cast<int>(reader.required_number("dbm", -127, 0));
    fade.over = reader.duration("over", {}, longest_fault).value_or(wifi::Duration{});
    return fade;
}

Action spoof_of(ScenarioReader& reader, const Scenario& scenario) {
    Spoof spoof;
    spoof.frame_class = reader.optional_value("frame", spoof_names, "frame to spoof", spoof.frame_class);
    spoof.access_point = reader.access_point("access_point", scenario);
    spoof.to_station = reader.optional_value("towards", towards_names, "direction", spoof.to_station);
    spoof.reason = static_cast<std::uint16_t>(reader.required_number("reason", 0, 65'535));
    spoof.count = static_cast<unsigned>(reader.optional_number("count", 1, 10'000).value_or(1));
    spoof.interval = reader.duration("interval", {}, hours{1}).value_or(wifi::Duration{});
    return spoof;
}

// The kernel's switches for these count in seconds.
wifi::Duration whole_seconds(ScenarioReader& reader, wifi::Duration most) {
    const wifi::Duration lasts = reader.required_duration("lasts", seconds{1}, most);
    if (!reader.failed() && lasts % seconds{1} != wifi::Duration::zero())
        reader.fault("lasts", "\"lasts\" is no whole number of seconds", "Leave the fraction out.");
    return lasts;
}

// --- the driver

template <DriverFault::Kind kind>
Action fault_of(ScenarioReader& reader, const Scenario&) {
    DriverFault fault{.kind = kind};
    if (kind == DriverFault::Kind::hold_rtnl) fault.lasts = whole_seconds(reader, hours{1});
    return fault;
}

// --- the access points

template <AccessPointAction::Kind kind>
Action access_point_of(ScenarioReader& reader, const Scenario& scenario) {
    AccessPointAction action{
        .kind = kind, .access_point = reader.access_point("access_point", scenario), .value = {}};
    if (kind == AccessPointAction::Kind::passphrase) {
        if (!reader.has("passphrase")) reader.text("passphrase");
        action.value = reader.plain_text("passphrase", 8, 63).value_or("");
    }
    return action;
}

// --- the station

template <StationAction::Kind kind>
Action station_of(ScenarioReader& reader, const Scenario& scenario) {
    StationAction action{.kind = kind};
    if (kind == StationAction::Kind::roam) {
        action.value = reader.access_point("to", scenario);
        if (!reader.failed() && action.value == scenario.access_points.back().name)
            reader.fault("to", "the station does not know the foreign network", "Name an access point of ours.");
    }
    if (kind == StationAction::Kind::suspend) action.lasts = whole_seconds(reader, minutes{1});
    if (kind == StationAction::Kind::passphrase) {
        if (!reader.has("passphrase")) reader.text("passphrase");
        action.value = reader.plain_text("passphrase", 8, 63).value_or("");
    }
    return action;
}

// --- the chip

Action chip_fault_of(ScenarioReader& reader, const Scenario& scenario) {
    require_chip(reader, scenario);
    ChipFault fault;
    fault.kind = reader.value("fault", chip_fault_names, "fault of a chip");
    fault.heals = reader.optional_value("heals", chip_heals_names, "healer of a chip's fault", fault.heals);
    return fault;
}

Action chip_heal_of(ScenarioReader& reader, const Scenario& scenario) {
    require_chip(reader, scenario);
    return HealChip{};
}

Action chip_event_of(ScenarioReader& reader, const Scenario& scenario) {
    require_chip(reader, scenario);
    return ChipEvent{static_cast<std::uint32_t>(reader.required_number("event", 0, 0xffff'ffff))};
}

template <bool open>
Action chip_bluetooth_of(ScenarioReader& reader, const Scenario& scenario) {
    require_chip(reader, scenario);
    return ChipBluetooth{open};
}

Action treat_of(ScenarioReader& reader, const Scenario&) {
    return Treat{reader.value("with", treatment_names, "treatment")};
}

Action start_traffic_of(ScenarioReader& reader, const Scenario&) { return StartTraffic{traffic_of(reader)}; }
Action stop_traffic_of(ScenarioReader&, const Scenario&) { return StopTraffic{}; }

Action phase_of(ScenarioReader& reader, const Scenario&) { return Phase{reader.identifier("name")}; }

Action run_of(ScenarioReader& reader, const Scenario&) {
    RunCommand run{.command = reader.text("command")};
    run.at_most = reader.duration("at_most", milliseconds{1}, longest_fault).value_or(run.at_most);
    return run;
}

constexpr const char* rule_keys[] = {"name", "from", "to", "frames", "probability", "burst"};
constexpr const char* delay_keys[] = {"name", "from", "to", "frames", "probability", "burst", "by"};
constexpr const char* name_keys[] = {"name"};
constexpr const char* wedge_keys[] = {"radio", "path", "kind", "healed_by", "heals_after", "period", "dead"};
constexpr const char* radio_keys[] = {"radio"};
constexpr const char* fade_keys[] = {"radios", "dbm", "over"};
constexpr const char* spoof_keys[] = {"frame", "access_point", "towards", "reason", "count", "interval"};
constexpr const char* lasts_keys[] = {"lasts"};
constexpr const char* access_point_keys[] = {"access_point"};
constexpr const char* new_passphrase_keys[] = {"access_point", "passphrase"};
constexpr const char* passphrase_keys[] = {"passphrase"};
constexpr const char* roam_keys[] = {"to"};
constexpr const char* chip_fault_keys[] = {"fault", "heals"};
constexpr const char* chip_event_keys[] = {"event"};
constexpr const char* treat_keys[] = {"with"};
constexpr const char* run_keys[] = {"command", "at_most"};
constexpr const char* traffic_keys[] = {"kind", "interval", "bytes_per_second"};

using Effect = Rule::Effect;
using Fault = DriverFault::Kind;
using At = AccessPointAction::Kind;
using Of = StationAction::Kind;

constexpr ActionWord words[] = {
    {config::name_in(effect_names, Effect::drop), rule_keys, rule_of<Effect::drop>},
    {config::name_in(effect_names, Effect::drop_acknowledged), rule_keys, rule_of<Effect::drop_acknowledged>},
    {config::name_in(effect_names, Effect::delay), delay_keys, rule_of<Effect::delay>},
    {config::name_in(effect_names, Effect::pass), rule_keys, rule_of<Effect::pass>},
    {"clear", name_keys, clear_of},
    {"wedge", wedge_keys, wedge_of},
    {"unwedge", radio_keys, unwedge_of},
    {"fade", fade_keys, fade_of},
    {"spoof", spoof_keys, spoof_of},
    {to_text(Fault::connection_loss), {}, fault_of<Fault::connection_loss>},
    {to_text(Fault::beacon_loss), {}, fault_of<Fault::beacon_loss>},
    {to_text(Fault::rssi_low), {}, fault_of<Fault::rssi_low>},
    {to_text(Fault::rssi_high), {}, fault_of<Fault::rssi_high>},
    {"driver-disconnect", {}, fault_of<Fault::disconnect>},
    {"driver-restart", {}, fault_of<Fault::restart>},
    {to_text(Fault::hold_rtnl), lasts_keys, fault_of<Fault::hold_rtnl>},
    {to_text(At::kill), access_point_keys, access_point_of<At::kill>},
    {to_text(At::stop), access_point_keys, access_point_of<At::stop>},
    {to_text(At::start), access_point_keys, access_point_of<At::start>},
    {to_text(At::forget), access_point_keys, access_point_of<At::forget>},
    {to_text(At::block), access_point_keys, access_point_of<At::block>},
    {to_text(At::unblock), access_point_keys, access_point_of<At::unblock>},
    {"change-passphrase", new_passphrase_keys, access_point_of<At::passphrase>},
    {to_text(At::filter_icmp), access_point_keys, access_point_of<At::filter_icmp>},
    {to_text(At::answer_icmp), access_point_keys, access_point_of<At::answer_icmp>},
    {to_text(Of::reassociate), {}, station_of<Of::reassociate>},
    {to_text(Of::disconnect), {}, station_of<Of::disconnect>},
    {to_text(Of::reconnect), {}, station_of<Of::reconnect>},
    {to_text(Of::link_down), {}, station_of<Of::link_down>},
    {to_text(Of::link_up), {}, station_of<Of::link_up>},
    {to_text(Of::rfkill_block), {}, station_of<Of::rfkill_block>},
    {to_text(Of::rfkill_unblock), {}, station_of<Of::rfkill_unblock>},
    {to_text(Of::roam), roam_keys, station_of<Of::roam>},
    {to_text(Of::suspend), lasts_keys, station_of<Of::suspend>},
    {to_text(Of::radio_off), {}, station_of<Of::radio_off>},
    {to_text(Of::radio_on), {}, station_of<Of::radio_on>},
    {"learn-passphrase", passphrase_keys, station_of<Of::passphrase>},
    {"chip-fault", chip_fault_keys, chip_fault_of},
    {"chip-heal", {}, chip_heal_of},
    {"chip-event", chip_event_keys, chip_event_of},
    {"chip-bluetooth-on", {}, chip_bluetooth_of<true>},
    {"chip-bluetooth-off", {}, chip_bluetooth_of<false>},
    {"treat", treat_keys, treat_of},
    {"start-traffic", traffic_keys, start_traffic_of},
    {"stop-traffic", {}, stop_traffic_of},
    {"phase", name_keys, phase_of},
    {"run", run_keys, run_of},
};

}  // namespace

std::span<const ActionWord> action_words() { return words; }

const ActionWord* action_word(std::string_view word) {
    const auto* const found = std::ranges::find(words, word, &ActionWord::word);
    return found == std::end(words) ? nullptr : found;
}

Traffic traffic_of(ScenarioReader& reader) {
    Traffic traffic;
    traffic.kind = reader.optional_value("kind", traffic_names, "traffic", traffic.kind);
    const bool load = traffic.kind == Traffic::Kind::load;
    if (const auto* key = load ? "interval" : "bytes_per_second"; reader.has(key))
        reader.fault(key, fmt::format("\"{}\" does not go with kind = \"{}\"", key, load ? "load" : "probe"),
                     "A probe has an interval, a load has bytes_per_second.");
    traffic.interval = reader.duration("interval", milliseconds{10}, longest_fault).value_or(traffic.interval);
    traffic.bytes_per_second =
        static_cast<std::uint64_t>(reader.optional_number("bytes_per_second", 0, 1'000'000'000).value_or(0));
    return traffic;
}

}  // namespace wlanmedic::lab
