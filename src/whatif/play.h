// SPDX-License-Identifier: MIT
// One night under one policy: the world tells the engine what a machine would see, and does what it decides.
#pragma once

#include <cstdint>
#include <optional>

#include "policy/engine.h"
#include "whatif/attempts.h"
#include "whatif/lines.h"
#include "whatif/model.h"
#include "whatif/night.h"
#include "whatif/recoveries.h"

namespace wlanmedic::whatif {

struct NightResult {
    std::uint64_t losses = 0;
    std::uint64_t escalated = 0;   ///< losses that took longer than the limit
    std::uint64_t blackholes = 0;  ///< outages longer than the limit; those that a treatment made included
    std::uint64_t actions = 0;
    std::uint64_t resets = 0;        ///< actions but `reassociate`
    std::uint64_t false_alarms = 0;  ///< actions with nothing to treat on this side (docs/simulate.md)
    std::uint64_t gave_up = 0;
    wifi::Duration dead{0};     ///< link not up
    wifi::Duration longest{0};  ///< outage
};

/// What the policy could notice of happenings that tell nothing of the link, or nothing new; the others are not
/// told, which changes no decision and saves much time.
struct Noticed {
    using Steps = std::array<bool, Attempts::Step::kinds>;

    bool decrypt_failures = false;
    bool loss_calls = false;  ///< the driver's, that go before mac80211's own line
    bool farewells = false;   ///< deauthentications, after that line
    bool probes = false;
    bool signal = false;
    bool keys = false;  ///< also of links that no ladder waits for
    bool actions_begun = false;
    Steps steps{};          ///< of attempts to join
    bool attempts = false;  ///< any of them

    static Noticed by(const policy::Engine& engine);
};

class Player {
public:
    /// `model` and `engine` must outlive it.
    Player(const Model& model, policy::Engine& engine);

    /// Each outage's length goes to `recoveries`; one that lasts when the night ends counts as far as it went. The
    /// engine is reset first.
    NightResult play(const Night& night, Recoveries& recoveries);

private:
    enum class Trouble : std::uint8_t {
        none,       ///< comes back by itself, soon
        escalated,  ///< of this side
        away,       ///< the access point is not there
    };
    struct Outage {
        wifi::Instant begin;
        wifi::Instant back_at;
        Trouble trouble = Trouble::none;
        bool of_a_loss = false;
        std::optional<Attempts> attempts;
        std::optional<wifi::Instant> comeback_at;  // the access point's answer to a reset of ours

        void start(wifi::Instant at, wifi::Instant back) {
            begin = at;
            back_at = back;
            trouble = Trouble::none;
            of_a_loss = false;
            attempts.reset();
            comeback_at.reset();
        }
    };
    struct Action {
        driver::Method method;
        wifi::Instant begin;
        wifi::Instant end;
    };

    void tell(wifi::Instant at, wifi::Event& line);
    void tell_made();
    void tell_probe(bool link_up);
    /// The next instant at which somebody who asks the gateway does so.
    void expect_probe();
    /// Timers and what comes by itself while the link is up, until then or until an action takes the link down.
    /// False: such an action was begun.
    bool stay_up(wifi::Instant until);
    /// What attempts to join show until they tell something. False: nothing before `until`.
    bool tell_attempt(wifi::Instant until);
    void begin_night(const Night& night);
    void lose(const Loss& loss);
    /// What is told of the loss before the link is gone. False: the engine has begun to treat.
    bool foretell(const Loss& loss, outage::Class outage_class);
    void tell_loss(outage::Class outage_class);
    void act(bool link_up);
    void finish_action();
    void live_through_outage();
    void end_outage();

    const Model* model_;
    policy::Engine* engine_;
    Noticed noticed_;
    const Night* night_ = nullptr;
    Recoveries* recoveries_ = nullptr;

    Lines lines_;
    wifi::Instant now_;
    wifi::Instant night_end_;
    wifi::Duration stood_still_{0};  // of the losses' clock
    std::optional<policy::Decision> decided_;
    std::optional<Action> action_;
    Outage outage_;
    bool treatable_ = false;  // there is something on this side that a treatment is for
    bool acted_ = false;      // and neither health nor giving up was decided since: a ladder may be running
    std::optional<Stream> background_;
    wifi::Instant next_probe_;
    wifi::Instant next_decrypt_failure_;
    NightResult result_;
};

}  // namespace wlanmedic::whatif
