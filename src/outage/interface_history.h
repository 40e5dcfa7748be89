// SPDX-License-Identifier: MIT
// What one interface went through: opens an outage at a loss, follows it, and closes it once nothing can change
// it.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "link/link.h"
#include "outage/cause.h"
#include "outage/coverage.h"
#include "outage/detector.h"
#include "outage/outage.h"
#include "outage/stall_watch.h"
#include "outage/symptoms.h"

namespace wlanmedic::outage {

class InterfaceHistory {
public:
    struct Outlet {
        Detector::Sink emit;
        StallWatch::Sink stalled;
        std::function<std::uint64_t()> next_id;
        std::function<void(wifi::Instant)> untold_connection_loss;
        std::function<std::size_t()> interfaces;  ///< that share the memory
    };
    InterfaceHistory(std::string interface, Outlet outlet);

    void on(const wifi::Event& event, const link::Link& link, const link::Change& change);

    /// The interface goes on under this name, an outage that is open, too.
    void rename(const std::string& name);

    /// The time line ends here, at `last` where that is known to lie after the last event.
    void finish(std::optional<wifi::Instant> last);

    /// When an outage that ended will be sure, if nothing happens until then; nothing where none waits for that.
    std::optional<wifi::Instant> next_deadline() const;
    void on_time(wifi::Instant now);

    const std::optional<Watch>& watch() const { return watch_; }

private:
    // A link that was made and may still turn out to have none of its keys.
    struct NewLink {
        wifi::Instant made_at;
        std::optional<wifi::Instant> authorized_at;  // a sure sign of the keys
        std::optional<wifi::Instant>
            second_eapol;  // two of our EAPOL frames were acknowledged: messages 2 and 4, if all went well
        int eapol_sent = 0;
    };
    struct Loss {
        wifi::Event event;
        link::Change change;
    };

    void remember(const wifi::Event& event);
    void follow_watch(const wifi::Event& event, const link::Link& link, const link::Change& change);
    void decide_put_off(const wifi::Event& event);
    void settle(wifi::Instant now);

    void on_lost(const wifi::Event& event, const link::Change& change);
    void on_made(const wifi::Event& event, const link::Change& change);
    void on_moved(const wifi::Event& event, const link::Change& change);
    void on_failed_attempt(const wifi::Event& event);
    void refine(const wifi::Event& event, const link::Change& change);
    void note_failed(const wifi::Event& event);

    bool ends_without_keys(const wifi::Event& event, const link::Change& change) const;
    bool may_be_reassociation(const wifi::Event& event, const link::Change& change) const;
    void open(const wifi::Event& event, const link::Change& change);
    void open_without_link(const wifi::Event& event);
    void reopen(const wifi::Event& event, const link::Change& change);
    void append(const wifi::Event& event);
    std::size_t share_of(std::size_t most) const;
    void keep_after(const wifi::Event& event);
    void close(std::optional<wifi::Instant> seen_until);

    std::string interface_;
    Outlet outlet_;
    std::optional<Watch> watch_;

    // Before the loss.
    std::deque<wifi::Event> recent_;
    std::optional<wifi::Instant> attempt_begin_;
    Symptoms symptoms_;
    std::string asked_for_by_;  // of the request that the symptoms know of
    Coverage coverage_;
    StallWatch stalls_;
    Acquaintance acquaintance_;

    std::optional<NewLink> new_link_;
    std::optional<Loss> put_off_;  // a loss of which only the next event tells what it was
    std::vector<wifi::Event> put_off_events_;

    std::optional<Outage> outage_;
    LossFacts facts_;
    std::optional<wifi::MacAddress> lost_bssid_;
    bool attempt_seen_ = false;  // within the outage
    bool refused_ = false;
    std::vector<wifi::Event> after_;  // since the link was restored
};

}  // namespace wlanmedic::outage
