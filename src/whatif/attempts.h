// SPDX-License-Identifier: MIT
// How this side goes on trying to join while it cannot: access point after access point, round after round, with
// the pauses that wpa_supplicant makes between them.
#pragma once

#include <optional>

#include "whatif/model.h"
#include "whatif/random.h"
#include "wifi/instant.h"

namespace wlanmedic::whatif {

class Attempts {
public:
    struct Step {
        enum class Kind : std::uint8_t {
            scanned,
            authenticated,
            asked_to_wait,
            auth_timed_out,
            refused,
            not_found,
            assoc_timed_out
        };
        static constexpr std::size_t kinds = 7;

        Kind kind;
        int access_point;  ///< 0 to Model::access_points - 1
    };

    /// `lost`: the access point of the link. `away`: no access point of the network is found at all.
    Attempts(const Model& model, Stream stream, wifi::Instant begin, int lost, bool away);

    wifi::Instant next_at() const { return next_at_; }
    /// What happens at next_at().
    Step take();

    /// Whatever was under way is given up; all begins anew, at the next access point. `first`: how the first of
    /// them goes.
    void restart(wifi::Instant at, std::optional<Attempt> first);

private:
    enum class Stage : std::uint8_t { scanned, authenticated, asked_to_wait, ended };

    void begin(wifi::Instant at);
    void go_on(Stage stage, wifi::Duration after);
    Attempt draw();

    const Model* model_;
    Stream stream_;
    wifi::Instant next_at_;
    std::optional<Attempt> attempt_;  // nothing: it is not drawn yet
    Stage stage_ = Stage::scanned;
    int tried_ = 0;  // in this round
    int round_ = 0;
    int access_point_;
    bool away_;
};

}  // namespace wlanmedic::whatif
