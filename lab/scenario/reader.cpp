// SPDX-License-Identifier: MIT
#include "lab/scenario/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "lab/scenario/access_points.h"
#include "lab/scenario/actions.h"
#include "lab/scenario/chip.h"
#include "lab/scenario/outage_names.h"
#include "lab/scenario/scenario_reader.h"
#include "lab/scenario/settings.h"
#include "lab/scenario/steps.h"

namespace wlanmedic::lab {

namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr config::Names<Manager, 3> manager_names{{
    {Manager::wpa_supplicant, "wpa_supplicant"},
    {Manager::network_manager, "network-manager"},
    {Manager::iwd, "iwd"},
}};

const wifi::Instant default_clock{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

wifi::Instant clock_of(ScenarioReader& reader) {
    if (!reader.has("clock")) return default_clock;
    const auto clock = reader.node("clock")->value_exact<toml::date_time>();
    if (!clock || !clock->offset || clock->date.year < 2000 || clock->date.year > 2099) {
        reader.fault("clock", "\"clock\" is not a date with time and zone, of the years 2000 to 2099",
                     "Write clock = 2026-05-06T21:13:00Z, without quotation marks.");
        return default_clock;
    }
    const auto civil = wifi::CivilTime{.year = clock->date.year,
                                       .month = clock->date.month,
                                       .day = clock->date.day,
                                       .hour = clock->time.hour,
                                       .minute = clock->time.minute,
                                       .second = clock->time.second}
                           .to_instant();
    if (clock->time.nanosecond != 0)
        reader.fault("clock", "the machine's clock begins at a whole second", "Leave the fraction out.");
    return civil.value_or(default_clock) - std::chrono::minutes{clock->offset->minutes};
}

void read_station(const toml::table& file, ScenarioReader& owner, Scenario& scenario) {
    Station& station = scenario.station;
    station.passphrase = scenario.access_points.front().passphrase;
    if (!owner.has("station")) {
        refuse_guard_alone(owner);
        return;
    }
    const auto* const table = file.get("station")->as_table();
    if (table == nullptr) {
        owner.fault("station", "\"station\" is not a table", "Begin it with a line [station].");
        return;
    }
    ScenarioReader reader(*table, "the station", owner.errors());
    reader.only({"manager", "passphrase", "chip", "driver"});
    station.manager = reader.optional_value("manager", manager_names, "manager", station.manager);
    station.passphrase = reader.plain_text("passphrase", 8, 63).value_or(station.passphrase);
    station.chip = read_chip(reader, owner);
    refuse_what_chips_lack(reader, scenario);
}

std::string outage_of(const toml::node& node, ScenarioReader& reader) {
    auto name = node.value_exact<std::string>().value_or("");
    if (std::ranges::find(outage_names, name) == outage_names.end())
        reader.fault(node, fmt::format("no class of outages is named \"{}\"", name),
                     fmt::format("One of {}.", fmt::join(outage_names, ", ")));
    return name;
}

void read_expectations(const toml::table& file, ScenarioReader& owner, Scenario& scenario) {
    if (!owner.has("expect")) return;
    const auto* const table = file.get("expect")->as_table();
    if (table == nullptr) {
        owner.fault("expect", "\"expect\" is not a table", "Begin it with a line [expect].");
        return;
    }
    ScenarioReader reader(*table, "what is expected", owner.errors());
    reader.only({"order", "never", "outages", "each_outage"});
    scenario.expected = reader.happenings("order", scenario);
    scenario.never = reader.happenings("never", scenario);
    if (reader.has("outages") && reader.has("each_outage"))
        reader.fault("each_outage", "outages are expected one by one or all alike",
                     "Take \"outages\" or \"each_outage\" away.");
    if (const auto* const node = reader.node("each_outage")) scenario.each_outage = outage_of(*node, reader);
    if (const auto* const node = reader.node("outages")) {
        const auto* const list = node->as_array();
        if (list == nullptr || list->size() > config::most_entries) {
            reader.fault("outages", "\"outages\" is not a list of classes",
                         "Write outages = [\"connection_loss\"], or [] for none.");
            return;
        }
        scenario.outages_known = true;
        for (const auto& element : *list) scenario.outages.push_back(outage_of(element, reader));
    }
}

Scenario scenario_of(const toml::table& file, config::FirstError& first) {
    ScenarioReader reader(file, "a scenario", first);
    reader.only({"title", "clock", "duration", "rest", "access_point", "foreign", "station", "guard", "traffic",
                 "tools", "step", "expect"});
    Scenario scenario;
    scenario.title = reader.optional_text("title");
    scenario.clock = clock_of(reader);
    scenario.duration = reader.required_duration("duration", seconds{5}, hours{24 * 31});
    scenario.rest = reader.duration("rest", {}, hours{24}).value_or(scenario.rest);
    if (first.error) return scenario;
    read_access_points(file, first, scenario);
    if (first.error) return scenario;
    read_station(file, reader, scenario);
    for (const auto* table : reader.tables("traffic")) {
        ScenarioReader entry(*table, "traffic", first);
        entry.only({"kind", "interval", "bytes_per_second"});
        scenario.traffic.push_back(traffic_of(entry));
    }
    scenario.tools = reader.optional_flag("tools");
    if (first.error) return scenario;
    read_steps(file, first, scenario);
    if (!first.error) read_expectations(file, reader, scenario);
    return scenario;
}

}  // namespace

wifi::Result<Scenario> read_scenario(std::string_view text, const std::string& file,
                                     const std::vector<Setting>& settings) {
    if (text.size() > most_bytes)
        return std::unexpected(wifi::Error{fmt::format("scenario is longer than {} bytes", most_bytes), file, 0, 0,
                                           "Write what repeats once, with \"repeat\"."});
    config::FirstError first{file, std::nullopt};
    try {
        toml::table table = toml::parse(text, file);
        apply(settings, table, first);
        if (!first.error) {
            auto scenario = scenario_of(table, first);
            scenario.name = std::filesystem::path(file).stem().string();
            if (!first.error) return scenario;
        }
    } catch (const toml::parse_error& error) {
        first.set(error.source(), std::string(error.description()), "A scenario is a TOML file.");
    }
    return std::unexpected(*std::move(first.error));
}

}  // namespace wlanmedic::lab
