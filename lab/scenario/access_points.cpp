// SPDX-License-Identifier: MIT
#include "lab/scenario/access_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lab/scenario/names.h"
#include "lab/scenario/scenario_reader.h"

namespace wlanmedic::lab {

namespace {

constexpr config::Names<ManagementProtection, 3> pmf_names{{
    {ManagementProtection::off, "off"},
    {ManagementProtection::optional, "optional"},
    {ManagementProtection::required, "required"},
}};

constexpr std::array<unsigned, 17> channels{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 36, 40, 44, 48};

constexpr std::size_t longest_name = 32;

bool is_name(std::string_view name) {
    return name.size() <= longest_name && name != "station" && name != "any" &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

void read_pmf(ScenarioReader& reader, AccessPoint& access_point) {
    const bool open = access_point.security == Security::open;
    access_point.pmf = reader.optional_value("pmf", pmf_names, "management frame protection",
                                             open ? ManagementProtection::off : access_point.pmf);
    const bool off = access_point.pmf == ManagementProtection::off;
    if (open && !off)
        reader.fault("pmf", "an open network has no management frame protection", "Write pmf = \"off\".");
    if (access_point.security == Security::sae && off)
        reader.fault("pmf", "SAE goes with management frame protection",
                     "Write pmf = \"required\" or pmf = \"optional\".");
}

// Over what is in `access_point` already.
void read_one(const toml::table& table, config::FirstError& first, AccessPoint& access_point) {
    ScenarioReader reader(table, "an access point", first);
    reader.only({"name", "ssid", "channel", "security", "pmf", "passphrase", "beacon_interval",
                 "sa_query_max_timeout", "sa_query_retry_timeout", "group_rekey"});
    if (reader.has("name")) {
        access_point.name = reader.text("name");
        if (!is_name(access_point.name))
            reader.fault("name", fmt::format("\"{}\" is no name of an access point", access_point.name),
                         "Small letters, digits, '_' and '-', at most 32; \"station\" and \"any\" are taken.");
    }
    access_point.ssid = reader.plain_text("ssid", 1, 32).value_or(access_point.ssid);
    if (const auto channel = reader.optional_number("channel", 1, 196)) {
        access_point.channel = static_cast<unsigned>(*channel);
        if (std::ranges::find(channels, access_point.channel) == channels.end())
            reader.fault("channel", fmt::format("the lab has no channel {}", *channel),
                         fmt::format("One of {}.", fmt::join(channels, ", ")));
    }
    access_point.security = reader.optional_value("security", security_names, "security", access_point.security);
    read_pmf(reader, access_point);
    access_point.passphrase = reader.plain_text("passphrase", 8, 63).value_or(access_point.passphrase);
    const auto number = [&](const char* key, unsigned& value, std::int64_t least, std::int64_t most) {
        value = static_cast<unsigned>(reader.optional_number(key, least, most).value_or(value));
    };
    number("beacon_interval", access_point.beacon_interval, 15, 65'535);
    number("sa_query_max_timeout", access_point.sa_query_max_timeout, 1, 1'000'000);
    number("sa_query_retry_timeout", access_point.sa_query_retry_timeout, 1, 1'000'000);
    if (const auto rekey = reader.duration("group_rekey", {}, std::chrono::hours{24})) {
        if (*rekey % std::chrono::seconds{1} != wifi::Duration{})
            reader.fault("group_rekey", "hostapd counts whole seconds", "Write group_rekey = \"300 s\".");
        access_point.group_rekey_s =
            static_cast<unsigned>(std::chrono::duration_cast<std::chrono::seconds>(*rekey).count());
    }
}

// One that none of ours is on: of those that do not overlap where one of them is free. None above 11: what is told
// there would be told of another country.
unsigned other_channel(const std::vector<AccessPoint>& ours) {
    for (const unsigned channel : {11U, 6U, 1U})
        if (std::ranges::find(ours, channel, &AccessPoint::channel) == ours.end()) return channel;
    return 3;
}

void assign(AccessPoint& access_point, std::size_t place) {
    access_point.radio = static_cast<Radio>(place < station_radio ? place : place + 1);
    access_point.interface = fmt::format("wlan{}", access_point.radio);
}

}  // namespace

void read_access_points(const toml::table& file, config::FirstError& first, Scenario& scenario) {
    ScenarioReader reader(file, "a scenario", first);
    if (!reader.has("access_point"))
        reader.fault("access_point", "there is no access point", "Begin one with a line [[access_point]].");
    const auto tables = reader.tables("access_point");
    if (tables.size() > most_access_points || (tables.empty() && !reader.failed()))
        reader.fault("access_point", fmt::format("{} access points", tables.size()),
                     fmt::format("From 1 to {}.", most_access_points));
    if (reader.failed()) return;
    auto& all = scenario.access_points;
    for (const auto* table : tables) {
        AccessPoint access_point;
        access_point.name = fmt::format("ap{}", all.size() + 1);
        read_one(*table, first, access_point);
        assign(access_point, all.size());
        all.push_back(std::move(access_point));
    }
    // Few beacons: each one costs an emulated processor time, and scans ask for it anyhow.
    AccessPoint foreign{.name = "neighbour",
                        .ssid = "neighbour",
                        .channel = other_channel(all),
                        .pmf = ManagementProtection::optional,
                        .passphrase = "neighbourpassword",
                        .beacon_interval = 1000,
                        .foreign = true};
    const auto* const table = file.get("foreign");
    if (table != nullptr && !table->is_table())
        reader.fault("foreign", "\"foreign\" is not a table", "Begin it with a line [foreign].");
    if (table != nullptr && table->is_table()) read_one(*table->as_table(), first, foreign);
    assign(foreign, all.size());
    all.push_back(std::move(foreign));
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool twice =
            std::ranges::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i),
                                [&](const AccessPoint& other) { return other.name == all[i].name; });
        if (!twice) continue;
        const auto& here = i < tables.size() ? *tables[i] : table != nullptr ? *table->as_table() : file;
        ScenarioReader(here, "an access point", first)
            .fault("name", fmt::format("two access points are named \"{}\"", all[i].name),
                   "Give each its own name.");
    }
    for (std::size_t i = 0; i + 1 < all.size(); ++i)
        if (all[i].ssid == all.back().ssid && !first.error)
            ScenarioReader(table != nullptr && table->is_table() ? *table->as_table() : *tables[i],
                           "an access point", first)
                .fault("ssid", fmt::format("the foreign access point has our SSID \"{}\"", all[i].ssid),
                       "The station must not know the foreign network: give it another SSID in [foreign].");
}

}  // namespace wlanmedic::lab
