// SPDX-License-Identifier: MIT
#include "capture/load_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace wlanmedic::capture {
namespace {

std::string_view name_of(LoadState state) {
    switch (state) {
        case LoadState::stalled: return "stalled";
        case LoadState::unreachable: return "unreachable";
        case LoadState::ended: return "ended";
        case LoadState::connecting:
        case LoadState::flowing: break;
    }
    return "flowing";
}

std::string in_words(const LoadTold& told) {
    const double seconds = wifi::to_seconds(told.over);
    const double megabytes = static_cast<double>(told.bytes) / 1e6;
    std::string flow = fmt::format("{:.3f} MB arrived in {:.1f} s", megabytes, seconds);
    if (seconds > 0) flow += fmt::format(" ({:.3f} MB/s)", megabytes / seconds);
    switch (told.state) {
        case LoadState::stalled: return fmt::format("stalls: nothing more arrives; before, {}", flow);
        case LoadState::unreachable:
            return fmt::format("cannot be delivered{}{}", told.why.empty() ? "" : ": ", told.why);
        case LoadState::ended: return fmt::format("has ended; {}", flow);
        case LoadState::connecting:
        case LoadState::flowing: break;
    }
    return fmt::format("flows: {}", flow);
}

}  // namespace

void LoadWatch::sent(std::uint64_t bytes, wifi::Duration now) {
    if (outstanding_ == 0) progress_ = now;
    outstanding_ += bytes;
}

std::optional<LoadTold> LoadWatch::acknowledged(std::uint64_t bytes, wifi::Duration now) {
    if (bytes == 0) return std::nullopt;
    outstanding_ -= std::min(outstanding_, bytes);
    progress_ = now;
    bytes_ += bytes;
    if (std::exchange(state_, LoadState::flowing) == LoadState::flowing) return std::nullopt;
    return tell(now);
}

std::optional<LoadTold> LoadWatch::look(wifi::Duration now) {
    const bool may_stall = state_ == LoadState::flowing || state_ == LoadState::connecting;
    if (!may_stall || outstanding_ == 0 || now - progress_ < stalls_after) return std::nullopt;
    state_ = LoadState::stalled;
    return tell(progress_);
}

std::optional<LoadTold> LoadWatch::lost(std::string why, wifi::Duration now) {
    outstanding_ = 0;
    if (std::exchange(state_, LoadState::unreachable) == LoadState::unreachable) return std::nullopt;
    return tell(now, std::move(why));
}

std::optional<LoadTold> LoadWatch::interval(wifi::Duration now) {
    if (state_ == LoadState::connecting) return std::nullopt;
    return tell(now);
}

LoadTold LoadWatch::end(wifi::Duration now) {
    state_ = LoadState::ended;
    return tell(now);
}

// A stall is told two seconds late; a summary may have been told meanwhile.
LoadTold LoadWatch::tell(wifi::Duration at, std::string why) {
    LoadTold told{.state = state_,
                  .at = at,
                  .bytes = std::exchange(bytes_, 0),
                  .over = std::max(at - told_, wifi::Duration::zero()),
                  .why = std::move(why)};
    told_ = std::max(told_, at);
    return told;
}

runfile::Text load_record(const LoadTold& told, const std::string& target, const std::string& interface) {
    runfile::Text text{.kind = runfile::Kind::load,
                       .message = fmt::format("the load to {} {}", target, in_words(told)),
                       .fields = {}};
    text.set("WLANMEDIC_TARGET", target);
    text.set("WLANMEDIC_STATE", std::string(name_of(told.state)));
    text.set("WLANMEDIC_BYTES", std::to_string(told.bytes));
    text.set("WLANMEDIC_OVER", std::to_string(told.over.count()));
    if (!interface.empty()) text.set("WLANMEDIC_INTERFACE", interface);
    return text;
}

}  // namespace wlanmedic::capture
