// SPDX-License-Identifier: MIT
#include "tests/unit/ipc/talk.hpp"

#include "base/format.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>

namespace exwm_vr::ipc::test {

Reply::Reply(std::string_view payload) {
    auto value = parse(payload);
    INFO("payload: " << payload);
    REQUIRE(value);
    value_ = std::move(*value);
    REQUIRE(Fields::of(value_, false));
}

std::string Reply::text(std::string_view key) const {
    const auto fields = Fields::of(value_, false);
    const Value* value = fields->find(key);
    if (value == nullptr) {
        return {};
    }
    return text_of(*value, true).value_or(print(*value));
}

bool Reply::has(std::string_view key) const {
    return Fields::of(value_, false)->has(key);
}

std::int64_t Reply::integer(std::string_view key) const {
    const auto fields = Fields::of(value_, false);
    const auto integer = fields->integer(key, INT64_MIN, INT64_MAX);
    INFO("reply: " << print(value_) << " key: " << key);
    REQUIRE(integer);
    return *integer;
}

bool Reply::flag(std::string_view key) const {
    const auto fields = Fields::of(value_, false);
    const auto flag = fields->flag_if(key);
    INFO("reply: " << print(value_) << " key: " << key);
    REQUIRE((flag && *flag));
    return **flag;
}

std::vector<Reply> Reply::entries(std::string_view key) const {
    const auto fields = Fields::of(value_, false);
    const Value* value = fields->find(key);
    std::vector<Reply> all;
    const auto* list = value == nullptr ? nullptr : value->get_if<List>();
    REQUIRE((value == nullptr || list != nullptr));
    if (list != nullptr) {
        for (const Value& item : list->items) {
            all.emplace_back(print(item));
        }
    }
    return all;
}

Reply Reply::nested(std::string_view key) const {
    const auto fields = Fields::of(value_, false);
    const Value* value = fields->find(key);
    INFO("reply: " << print(value_) << " key: " << key);
    REQUIRE(value != nullptr);
    return Reply(print(*value));
}

Talk::Talk(int version) {
    if (version != 0) {
        REQUIRE(say(formatted(":type :hello :version {} :client \"test\"", version)).ok());
    }
}

Reply Talk::say(const std::string& body) {
    const int id = next_id_++;
    const Outcome outcome = raw(formatted("({} :id {})", body, id));
    Reply reply(outcome.reply);
    INFO("message: " << body << " reply: " << outcome.reply);
    REQUIRE(reply.integer("id") == id);
    REQUIRE_FALSE(outcome.close);
    if (outcome.after_reply != nullptr) {
        outcome.after_reply(desktop);
    }
    return reply;
}

Outcome Talk::raw(std::string_view payload) {
    return dispatcher_.handle(session, payload, moment);
}

} // namespace exwm_vr::ipc::test
