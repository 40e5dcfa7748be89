// SPDX-License-Identifier: MIT
#include "whatif/attempts.h"

#include <algorithm>
#include <array>

namespace wlanmedic::whatif {
namespace {

using namespace std::chrono_literals;

// docs/simulate.md has the source of each.
constexpr wifi::Duration to_scan = 300ms;
constexpr wifi::Duration to_answer = 10ms;
constexpr wifi::Duration to_auth_timeout = 700ms;
constexpr wifi::Duration to_assoc_timeout = 1670ms;
constexpr wifi::Duration to_next = 100ms;
constexpr std::array<wifi::Duration, 5> pauses{10s, 60s, 120s, 600s, 1800s};

}  // namespace

Attempts::Attempts(const Model& model, Stream stream, wifi::Instant at, int lost, bool away)
    : model_(&model), stream_(stream), access_point_(lost), away_(away) {
    begin(at);
}

void Attempts::restart(wifi::Instant at, std::optional<Attempt> first) {
    // The luck of the one that is given up is spent, so that it does not become that of the next.
    if (!attempt_) draw();
    tried_ = 0;
    round_ = 0;
    begin(at);
    attempt_ = first;
}

void Attempts::begin(wifi::Instant at) {
    if (++access_point_ >= model_->access_points) access_point_ = 0;
    next_at_ = at;
    attempt_.reset();
    go_on(Stage::scanned, to_scan);
}

Attempt Attempts::draw() {
    double mark = stream_.uniform();
    std::size_t chosen = 0;
    while (chosen + 1 < model_->attempts.size() && mark >= model_->attempts[chosen])
        mark -= model_->attempts[chosen++];
    return away_ ? Attempt::not_found : attempt_names[chosen].first;
}

void Attempts::go_on(Stage stage, wifi::Duration after) {
    stage_ = stage;
    next_at_ += after;
}

Attempts::Step Attempts::take() {
    using enum Step::Kind;
    if (!attempt_) attempt_ = draw();
    const Attempt attempt = *attempt_;
    const int of = access_point_;
    switch (stage_) {
        case Stage::scanned:
            if (attempt == Attempt::auth_timeout)
                go_on(Stage::ended, to_auth_timeout);
            else if (attempt == Attempt::refused || attempt == Attempt::not_found)
                go_on(Stage::ended, to_answer);
            else
                go_on(Stage::authenticated, to_answer);
            return {.kind = scanned, .access_point = of};
        case Stage::authenticated:
            if (attempt == Attempt::comeback_then_timeout)
                go_on(Stage::asked_to_wait, to_answer);
            else
                go_on(Stage::ended, to_assoc_timeout);
            return {.kind = authenticated, .access_point = of};
        case Stage::asked_to_wait:
            go_on(Stage::ended, to_assoc_timeout);
            return {.kind = asked_to_wait, .access_point = of};
        case Stage::ended: break;
    }
    wifi::Duration pause = to_next;
    if (++tried_ >= model_->access_points) {
        pause = pauses[std::min(static_cast<std::size_t>(round_), pauses.size() - 1)];
        tried_ = 0;
        ++round_;
    }
    begin(next_at_ + pause);
    switch (attempt) {
        case Attempt::auth_timeout: return {.kind = auth_timed_out, .access_point = of};
        case Attempt::refused: return {.kind = refused, .access_point = of};
        case Attempt::not_found: return {.kind = not_found, .access_point = of};
        default: return {.kind = assoc_timed_out, .access_point = of};
    }
}

}  // namespace wlanmedic::whatif
