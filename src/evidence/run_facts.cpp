// SPDX-License-Identifier: MIT
#include "evidence/run_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "evidence/run_text_event.h"

namespace wlanmedic::evidence {
namespace {

using Json = nlohmann::json;

// No manifest is so deep, and each bracket that is kept takes many times its byte.
constexpr int deepest = 32;

const Json& at(const Json& object, const char* key) {
    static const Json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(key);
    return found == object.end() ? nothing : *found;
}

std::string text_at(const Json& object, const char* key) {
    const Json& value = at(object, key);
    return value.is_string() ? value.get<std::string>().substr(0, 256) : std::string{};
}

std::uint64_t number_at(const Json& object, const char* key) {
    const Json& value = at(object, key);
    return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

template <class Use>
void for_each(const Json& list, Use&& use) {
    if (!list.is_array()) return;
    std::size_t seen = 0;
    for (const Json& element : list)
        if (++seen <= RunFacts::most) use(element);
}

std::string field(const runfile::Text& text, std::string_view name) {
    const std::string* value = text.find(name);
    return value == nullptr ? std::string{} : value->substr(0, 256);
}

void take_manifest(RunFacts& facts, const std::string& text) {
    const auto no_deeper = [](int depth, Json::parse_event_t, Json&) { return depth <= deepest; };
    const Json manifest = Json::parse(text, no_deeper, false);
    if (!manifest.is_object()) return;
    facts.run = text_at(manifest, "run");
    facts.part = static_cast<std::uint32_t>(std::min<std::uint64_t>(number_at(manifest, "part"), UINT32_MAX));
    facts.sequence = number_at(manifest, "sequence");
    const Json& made_by = at(manifest, "made_by");
    facts.recorder = text_at(made_by, "program");
    if (const std::string version = text_at(made_by, "version"); !version.empty())
        facts.recorder += facts.recorder.empty() ? version : " " + version;
    facts.kernel = text_at(at(manifest, "kernel"), "release");
    facts.machine = text_at(at(manifest, "kernel"), "machine");
    for_each(at(manifest, "interfaces"), [&](const Json& interface) {
        facts.interfaces.push_back({.name = text_at(interface, "name"),
                                    .phy = text_at(interface, "phy"),
                                    .driver = text_at(interface, "driver"),
                                    .bus = text_at(interface, "bus"),
                                    .firmware = text_at(interface, "firmware"),
                                    .bssid = text_at(at(interface, "bss"), "bssid")});
    });
    for_each(at(manifest, "programs"), [&](const Json& program) {
        if (at(program, "running") == true)
            facts.programs.push_back({.name = text_at(program, "name"), .version = text_at(program, "version")});
    });
    for_each(at(manifest, "regulatory"), [&](const Json& domain) {
        const std::string country = text_at(domain, "country");
        if (!country.empty() && std::ranges::find(facts.countries, country) == facts.countries.end())
            facts.countries.push_back(country);
    });
}

}  // namespace

void RunFacts::take(const runfile::Record& record) {
    const auto* text = std::get_if<runfile::Text>(&record.what);
    if (text == nullptr) return;
    if (text->kind == runfile::Kind::manifest) {
        if (std::exchange(begun, true)) return;
        if (const std::string* manifest = text->find("WLANMEDIC_MANIFEST")) take_manifest(*this, *manifest);
    } else if (text->kind == runfile::Kind::missing && missing.size() < most) {
        const std::string source = field(*text, "WLANMEDIC_SOURCE");
        const bool known = std::ranges::any_of(missing, [&](const Missing& one) { return one.source == source; });
        if (!known) missing.push_back({.source = source, .because = text->message.substr(0, 256)});
    } else if (text->kind == runfile::Kind::end) {
        ended = field(*text, "WLANMEDIC_BECAUSE");
    }
}

void WallClockWatch::take(const runfile::Record& record) {
    const auto* text = std::get_if<runfile::Text>(&record.what);
    if (text == nullptr || text->kind != runfile::Kind::clock) return;
    const auto realtime = instant_in(*text, "WLANMEDIC_REALTIME");
    const auto boottime = span_in(*text, "WLANMEDIC_BOOTTIME");
    if (!realtime || !boottime) return;
    const wifi::Duration ahead = realtime->time_since_epoch() - *boottime;
    if (ahead_) {
        // A clock that is only kept in step moves by 500 ppm at most (adjtimex(2)): 0.3 s in the ten minutes to
        // the next reading.
        constexpr wifi::Duration noise = std::chrono::milliseconds{500};
        const wifi::Duration by = ahead - *ahead_;
        if (by > noise || by < -noise) {
            ++times_;
            const auto magnitude = [](wifi::Duration of) { return of < wifi::Duration{0} ? -of : of; };
            if (magnitude(by) > magnitude(largest_)) largest_ = by;
        }
    }
    ahead_ = ahead;
}

std::string WallClockWatch::remark() const {
    if (times_ == 0) return {};
    return fmt::format(
        "the wall clock was set {} while this was recorded, by {:+.3f} s{}; times are those of the clock at the "
        "beginning",
        times_ == 1 ? "once" : fmt::format("{} times", times_), wifi::to_seconds(largest_),
        times_ == 1 ? "" : " at most");
}

}  // namespace wlanmedic::evidence
