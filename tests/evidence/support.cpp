// SPDX-License-Identifier: MIT
#include "support.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <array>
#include <fstream>
#include <stdexcept>

#include "evidence/timestamp.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

std::string text_of(const std::optional<wifi::MacAddress>& address) {
    return address ? address->to_string() : "-";
}

std::string_view text_of(wifi::Sender sender) {
    switch (sender) {
        case wifi::Sender::access_point: return "access_point";
        case wifi::Sender::local: return "local";
        case wifi::Sender::unknown: break;
    }
    return "unknown";
}

template <class T>
std::string fields(const T& payload) {
    std::string text;
    const auto add = [&](std::string_view name, const auto& value) { text += fmt::format(" {}={}", name, value); };
    if constexpr (requires { payload.bssid; }) add("bssid", text_of(payload.bssid));
    if constexpr (requires { payload.address; }) add("address", text_of(payload.address));
    if constexpr (requires { payload.by; }) add("by", text_of(payload.by));
    if constexpr (requires { payload.from; }) add("from", text_of(payload.from));
    if constexpr (requires { payload.to; }) add("to", text_of(payload.to));
    if constexpr (requires { payload.status; }) add("status", payload.status);
    if constexpr (requires { payload.reason; }) add("reason", payload.reason);
    if constexpr (requires { payload.attempt; }) add("attempt", payload.attempt);
    if constexpr (requires { payload.tu; }) add("tu", payload.tu);
    if constexpr (requires { payload.frequencies; })
        add("frequencies", fmt::format("{}", fmt::join(payload.frequencies, ",")));
    if constexpr (requires { payload.frequency; }) add("frequency", payload.frequency);
    if constexpr (requires { payload.acknowledged; }) add("acknowledged", payload.acknowledged);
    if constexpr (requires { payload.driver; }) add("driver", payload.driver);
    if constexpr (requires { payload.device; }) add("device", payload.device);
    if constexpr (requires { payload.phy; }) add("of", payload.phy);
    if constexpr (requires { payload.type; }) add("type", "'" + payload.type + "'");
    if constexpr (requires { payload.number; }) add("number", payload.number);
    if constexpr (requires { payload.method; }) add("method", payload.method);
    if constexpr (requires { payload.done; }) add("done", payload.done);
    if constexpr (requires { payload.because; }) add("because", payload.because);
    if constexpr (std::is_same_v<T, wifi::Counter>) {
        add("name", payload.name);
        add("value", payload.value);
    }
    if constexpr (std::is_same_v<T, wifi::InterfaceRenamed>) {
        add("before", payload.before);
        add("after", payload.after);
    }
    if constexpr (requires { payload.target; }) add("target", payload.target);
    if constexpr (requires { payload.answer; })
        add("answer", std::array{"up", "down", "unknown"}.at(static_cast<std::size_t>(payload.answer)));
    if constexpr (requires { payload.state; })
        add("state",
            std::array{"flowing", "stalled", "unreachable", "ended"}.at(static_cast<std::size_t>(payload.state)));
    // Said only where it is so.
    if constexpr (requires { payload.disassociation; }) text += payload.disassociation ? " disassociation" : "";
    if constexpr (requires { payload.joining; }) text += payload.joining ? " joining" : "";
    if constexpr (requires { payload.aborted; }) text += payload.aborted ? " aborted" : "";
    if constexpr (requires { payload.removed; }) text += payload.removed ? " removed" : "";
    return text;
}

}  // namespace

const driver::Catalog& drivers() {
    static const driver::Catalog catalog = driver::Catalog::built_in();
    return catalog;
}

wifi::MacAddress mac(std::string_view text) { return wifi::MacAddress::parse(text).value(); }

wifi::Instant utc(std::string_view text) {
    wifi::TextCursor cursor(text);
    const auto time = take_iso_time(cursor);
    if (!time || !time->valid || !cursor.at_end()) throw std::invalid_argument(std::string(text));
    return time->stamp.instant;
}

std::string words(const wifi::Payload& payload) {
    return std::string(name_of(payload)) + std::visit([](const auto& known) { return fields(known); }, payload);
}

std::string words(const Decoded& decoded) {
    switch (decoded.kind) {
        case Decoded::Kind::foreign: return "foreign";
        case Decoded::Kind::noted: return "noted";
        case Decoded::Kind::unrecognized: return "unrecognized";
        case Decoded::Kind::malformed: return "malformed";
        case Decoded::Kind::event: break;
    }
    std::string text = decoded.interface;
    if (!decoded.phy.empty()) text += (text.empty() ? "" : " ") + decoded.phy;
    if (!text.empty()) text += ' ';
    return text + words(decoded.payload.value());
}

TemporaryFolder::TemporaryFolder() {
    std::string name = testing::TempDir() + "evidence-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory " + name);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

std::string TemporaryFolder::file(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
}

std::string TemporaryFolder::file(const std::string& name, std::string_view text, wifi::Instant modified) const {
    std::string path = file(name, text);
    const timespec when{.tv_sec = std::chrono::floor<std::chrono::seconds>(modified).time_since_epoch().count()};
    const std::array<timespec, 2> times{when, when};
    if (utimensat(AT_FDCWD, path.c_str(), times.data(), 0) != 0) throw std::runtime_error("utimensat " + path);
    return path;
}

Input opened(const std::string& path) {
    auto input = Input::open(path);
    if (!input) throw std::runtime_error(input.error().to_string());
    return std::move(*input);
}

std::string text_of(const Input& input) {
    std::string text(input.size() + 1, '\0');  // more than it says would show
    text.resize(input.read_at(0, text));
    return text;
}

std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace wlanmedic::evidence
