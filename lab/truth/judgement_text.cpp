// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "lab/truth/judgement.h"

namespace wlanmedic::lab {
namespace {

using Json = nlohmann::ordered_json;
using Verdict = Compared::Verdict;

std::string_view to_text(Verdict verdict) {
    switch (verdict) {
        case Verdict::right: return "right";
        case Verdict::missed: return "missed";
        case Verdict::invented: return "invented";
        case Verdict::off: return "off";
        case Verdict::wrong_class: return "wrong_class";
    }
    return "";
}

double largest_error_s(const std::vector<Compared>& all) {
    double largest = 0;
    for (const Compared& one : all)
        for (const auto& error_s : {one.start_error_s, one.end_error_s})
            if (error_s) largest = std::max(largest, std::abs(*error_s));
    return largest;
}

void append_wrong(std::string& text, std::string_view what, const Compared& one) {
    text += fmt::format("; {} ", what);
    if (one.explained) text += fmt::format("{} ", *one.explained);
    if (one.truth) text += fmt::format("of {} ", wifi::to_rfc3339(one.truth->from));
    text += fmt::format("{}: {}", to_text(one.verdict), one.because);
}

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json or_null(const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); }

Json json_of(const Compared& one) {
    Json json = {{"verdict", to_text(one.verdict)}, {"from", nullptr}, {"to", nullptr}};
    if (one.truth) json["from"] = wifi::to_rfc3339(one.truth->from);
    if (one.truth && one.truth->to) json["to"] = wifi::to_rfc3339(*one.truth->to);
    json["explained"] = or_null(one.explained);
    json["start_error_s"] = or_null(one.start_error_s);
    json["end_error_s"] = or_null(one.end_error_s);
    json["told"] = or_null(one.told_class);
    json["expected"] = or_null(one.true_class);
    json["because"] = or_null(one.because);
    return json;
}

Json list_of(const std::vector<Compared>& all) {
    Json list = Json::array();
    for (const Compared& one : all) list.push_back(json_of(one));
    return list;
}

}  // namespace

std::string to_text(const Judgement& judgement) {
    const std::size_t found = judgement.true_outages() - judgement.count(Verdict::missed);
    std::string text =
        fmt::format("{} of {} outages, {} invented, within {:.3f} s", found, judgement.true_outages(),
                    judgement.count(Verdict::invented), largest_error_s(judgement.outages));
    const auto is_true = [](const Compared& one) { return one.truth.has_value(); };
    const auto stalls = std::ranges::count_if(judgement.stalls, is_true);
    if (stalls > 0)
        text += fmt::format("; {} of {} stalls", stalls - static_cast<std::ptrdiff_t>(judgement.wrong_stalls()),
                            stalls);
    for (const Compared& one : judgement.outages)
        if (one.verdict != Verdict::right) append_wrong(text, "outage", one);
    for (const Compared& one : judgement.stalls)
        if (one.verdict == Verdict::missed || one.verdict == Verdict::off) append_wrong(text, "stall", one);
    for (const std::string& one : judgement.other) text.append("; ").append(one);
    return text;
}

std::string to_json(const Judgement& judgement) {
    const Json document = {{"schema", "wlanmedic.lab-judgement/1"},
                           {"interface", judgement.interface},
                           {"right", judgement.is_right()},
                           {"true_outages", judgement.true_outages()},
                           {"missed", judgement.count(Verdict::missed)},
                           {"invented", judgement.count(Verdict::invented)},
                           {"off", judgement.count(Verdict::off)},
                           {"wrong_class", judgement.count(Verdict::wrong_class)},
                           {"wrong_stalls", judgement.wrong_stalls()},
                           {"largest_error_s", largest_error_s(judgement.outages)},
                           {"outages", list_of(judgement.outages)},
                           {"stalls", list_of(judgement.stalls)},
                           {"other", judgement.other}};
    return document.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace wlanmedic::lab
