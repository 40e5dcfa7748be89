// SPDX-License-Identifier: MIT
#include "lab/truth/explained.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace wlanmedic::lab {
namespace {

using Json = nlohmann::json;

struct Wrong {
    std::string what;
};

// "2026-05-07T02:40:45.000000Z", each digit at its place.
std::optional<wifi::Instant> instant_of(std::string_view text) {
    constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd.ddddddZ";
    if (text.size() != form.size()) return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == 'd' ? !digit : text[i] != form[i]) return std::nullopt;
    }
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + size, value);
        return value;
    };
    const wifi::CivilTime time{.year = number(0, 4),
                               .month = number(5, 2),
                               .day = number(8, 2),
                               .hour = number(11, 2),
                               .minute = number(14, 2),
                               .second = number(17, 2),
                               .nanosecond = std::int64_t{number(20, 6)} * 1000};
    return time.to_instant();
}

std::optional<wifi::Instant> time_at(const Json& keys, const char* name) {
    const Json& value = keys.at(name);
    if (value.is_null()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    const auto instant = instant_of(text);
    if (!instant) throw Wrong{"\"" + text + "\" is no time"};
    return instant;
}

}  // namespace

wifi::Result<Explained> read_explained(std::string_view json, std::string_view interface) {
    const auto fail = [](std::string what) {
        return std::unexpected(
            wifi::Error{.what = "what explain wrote cannot be compared: " + std::move(what),
                        .hint = "the JSON of `wlanmedic explain --format json FOLDER` is wanted"});
    };
    try {
        const Json document = Json::parse(json);
        if (document.at("schema") != "wlanmedic.explain/1") return fail("its schema is another");
        Explained explained;
        for (const Json& outage : document.at("outages"))
            if (outage.at("interface") == interface)
                explained.outages.push_back({outage.at("id").get<std::uint64_t>(),
                                             outage.at("trigger").at("class").get<std::string>(),
                                             time_at(outage, "start"), time_at(outage, "end")});
        std::uint64_t place = 0;
        for (const Json& stall : document.at("stalls")) {
            ++place;
            if (stall.at("interface") == interface)
                explained.stalls.push_back(
                    {place, stall.at("kind").get<std::string>(), time_at(stall, "start"), time_at(stall, "end")});
        }
        return explained;
    } catch (const Json::exception& wrong) {
        return fail(wrong.what());
    } catch (const Wrong& wrong) {
        return fail(wrong.what);
    }
}

}  // namespace wlanmedic::lab
