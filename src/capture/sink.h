// SPDX-License-Identifier: MIT
// The other end of a load: takes what arrives, keeps none of it, says how much it was. To each client a greeting,
// and then at most 32 bytes a second.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "capture/load_protocol.h"
#include "capture/load_target.h"
#include "capture/loop.h"
#include "posix/descriptor.h"

namespace wlanmedic::capture {

struct SinkOptions {
    std::uint16_t port = sink_port;  ///< 0: any that is free
    std::string address;             ///< to listen on; empty: all
    std::size_t most_clients = 16;
    wifi::Duration report_every = std::chrono::seconds{10};
};

struct SinkReport {
    enum class What : std::uint8_t { came, flows, went, refused };
    What what = What::flows;
    std::string client;       ///< "192.0.2.9:40322"
    std::uint64_t bytes = 0;  ///< since the report before
    wifi::Duration over{0};   ///< since the report before
    std::uint64_t total = 0;
    std::string why;  ///< of `refused` and `went`
};

class Sink {
public:
    /// Error: no such address, the port is taken.
    static wifi::Result<std::unique_ptr<Sink>> listen(Loop& loop, SinkOptions options);
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    ~Sink();

    void on_report(std::function<void(const SinkReport&)> then) { on_report_ = std::move(then); }
    std::uint16_t port() const;

    static constexpr wifi::Duration acknowledges_every = std::chrono::milliseconds{250};
    static constexpr wifi::Duration greeting_within = std::chrono::seconds{10};
    static constexpr wifi::Duration idle_for = std::chrono::minutes{2};

private:
    struct Client;
    Sink(Loop& loop, SinkOptions options, std::vector<posix::Descriptor> sockets);

    void on_client(int listening);
    void on_data(Client& client);
    void watch_idle(Client& client);
    void acknowledge(Client& client);
    void go(Client& client, std::string why, SinkReport::What what = SinkReport::What::went);
    void wait_for_report();

    Loop* loop_;
    SinkOptions options_;
    std::vector<posix::Descriptor> sockets_;
    std::vector<Wait> waits_;
    Wait report_;
    std::map<int, std::unique_ptr<Client>> clients_;  // by socket
    std::function<void(const SinkReport&)> on_report_;
    std::vector<char> buffer_;
};

}  // namespace wlanmedic::capture
